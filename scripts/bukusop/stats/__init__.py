"""Figures of the book: `Book` and a day -> counts -> JSON, or one page of HTML with plots. Door: pygal."""

from bukusop.stats.counts import ActorLoad, BidangFigures, Figures, Month, SopFigures, age_words, count, time_words, work_words
from bukusop.stats.page import statistics_page
from bukusop.stats.plain import plain, totals

__all__ = [
    "ActorLoad", "BidangFigures", "Figures", "Month", "SopFigures", "age_words", "count", "plain", "statistics_page", "time_words",
    "totals", "work_words",
]
