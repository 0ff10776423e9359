"""Signed PDFs, a page per SOP and a list page -> a WordPress site, by its REST API with an application password.

    target    what is done, in which order
    library   what of ours stands there already
    content   book and register -> the text of pages
    api       orders and questions over https; the door of httpx
"""

from bukusop.publish.wordpress.target import WordPressTarget

__all__ = ["WordPressTarget"]
