# Nama tugas saja; pekerjaannya ada di bukusop.
SIAP := python3 scripts/bukusop/bootstrap.py
BUKUSOP := .venv/bin/bukusop
PYTHON := .venv/bin/python

.PHONY: book check sop docx xlsx import stats monev watch sign verify renew site serve publish schema clean lint test test-publish proof bench bench-daily bench-flow bench-sign golden
.DEFAULT_GOAL := book

book:
	@$(SIAP)
	@$(BUKUSOP) book

check:
	@$(SIAP)
	@$(BUKUSOP) check $(BERKAS)

sop:
	@$(SIAP)
	@$(BUKUSOP) sop $(ID)

docx:
	@$(SIAP)
	@$(BUKUSOP) docx $(ID)

xlsx:
	@$(SIAP)
	@$(BUKUSOP) xlsx $(ID)

import:
	@$(SIAP)
	@$(BUKUSOP) import $(BERKAS)

stats:
	@$(SIAP)
	@$(BUKUSOP) stats --format html

monev:
	@$(SIAP)
	@$(BUKUSOP) monev $(ID)

watch:
	@$(SIAP)
	@$(BUKUSOP) watch

sign:
	@$(SIAP)
	@$(BUKUSOP) sign

verify:
	@$(SIAP)
	@$(BUKUSOP) verify

renew:
	@$(SIAP)
	@$(BUKUSOP) renew

site:
	@$(SIAP)
	@$(BUKUSOP) site

serve:
	@$(SIAP)
	@$(BUKUSOP) serve

publish:
	@$(SIAP)
	@$(BUKUSOP) publish $(TUJUAN)

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

test-publish:
	@$(SIAP) --terbit
	@$(PYTHON) -m pytest -m terbit -n 2 --dist loadfile tests/publish

proof:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.proof

bench:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.speed

bench-flow:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.elk 250

bench-daily:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.daily

bench-sign:
	@$(SIAP) --uji
	@$(PYTHON) -m tests.bench.signing

golden:
	@$(SIAP) --uji
	@$(PYTHON) -m pytest -n 2 --dist loadgroup --renew

# Dokumen bertanda tangan, daftarnya, dan identitas ujinya tidak dapat dibuat lagi dengan bita yang sama: tidak dihapus.
clean:
	@[ ! -d build ] || find build -mindepth 1 -maxdepth 1 ! -name sah ! -name register.json ! -name pki-uji -exec rm -rf {} +
