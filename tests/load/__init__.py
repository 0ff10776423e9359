"""Tests of load/: what is said of wrong sources, word for word."""
