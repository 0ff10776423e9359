# Nama tugas saja; pekerjaannya ada di bukusop.
SIAP := python3 scripts/bukusop/bootstrap.py
BUKUSOP := .venv/bin/bukusop
PYTHON := .venv/bin/python

.PHONY: book sop watch schema clean lint test proof bench bench-flow golden
.DEFAULT_GOAL := book

book:
	@$(SIAP)
	@$(BUKUSOP) book

sop:
	@$(SIAP)
	@$(BUKUSOP) sop $(ID)

watch:
	@$(SIAP)
	@$(BUKUSOP) watch

schema:
	@$(SIAP)
	@$(BUKUSOP) schema

lint:
	@$(SIAP) --uji
	@.venv/bin/ruff check scripts tests
	@.venv/bin/mypy

test:
	@$(SIAP) --uji
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

proof:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.proof

bench:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.speed

bench-flow:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.elk 250

golden:
	@$(SIAP) --uji
	@$(PYTHON) -m pytest -n 2 --dist loadgroup --renew

clean:
	@rm -rf build
