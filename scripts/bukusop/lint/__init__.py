"""The reviewer who never gets tired: rules over a loaded book. One function and one docstring each, grouped in `rules/` by subject."""

from bukusop.lint import rules as _rules
from bukusop.lint.catalogue import catalogue
from bukusop.lint.examine import Examined, examine
from bukusop.lint.repair import difference, repaired
from bukusop.lint.rule import RULES, Edit, Rule

__all__ = ["RULES", "Edit", "Examined", "Rule", "catalogue", "difference", "examine", "repaired"]

assert _rules
