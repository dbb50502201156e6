# Two commands: `make run` to look at the portal, `make test` to try it. `make` alone lists the others.
# Paths are relative throughout, since a checkout's own path may have spaces.

ifndef PYTHON
PYTHON := $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$each && break; done)
endif
VENV_PYTHON := .venv/bin/python
PORT ?= 8000
export PORT
export PYTHONUTF8 := 1

CHECK_ENVIRONMENT := PORTAL_ENV=production ALLOWED_HOSTS=cong.example.vn \
	DATABASE_URL=postgres://check@127.0.0.1/check \
	SECRET_KEY=only-for-the-deployment-check-0123456789-abcdefghijklmnopqrstuvwxyz

.NOTPARALLEL:
.PHONY: help python port install install-base run serve test check format lock bench fuzz shots guide words

help:
	@echo 'make run       chạy thử với dữ liệu mẫu: http://127.0.0.1:8000 (cổng khác: make run PORT=8001)'
	@echo 'make test      chạy toàn bộ phép thử'
	@echo 'make check     kiểm mã nguồn, kiểu, mũi tên giữa các phòng, migration, cấu hình triển khai'
	@echo 'make serve     chạy thật (xem docs/operations.md)'
	@echo 'make install   chỉ cài thư viện vào .venv'
	@echo 'make format    sắp lại mã nguồn'
	@echo 'make bench     đo tốc độ'
	@echo 'make fuzz      thử đọc hàng nghìn danh sách bị hỏng'
	@echo 'make shots     chụp mọi trang vào var/shots, báo lỗi trợ năng, cuộn ngang, lỗi trình duyệt'
	@echo 'make guide     chụp lại ảnh của hướng dẫn sử dụng (docs/images/huong-dan)'
	@echo 'make words     dịch lại lời của thư viện (portal/locale)'
	@echo 'make lock      khóa lại phiên bản thư viện'

python:
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Cần Python 3.11 trở lên mà máy này chưa có. Cài Python mới rồi chạy lại,' >&2; \
		echo 'hoặc chỉ chỗ: make $(MAKECMDGOALS) PYTHON=/đường/dẫn/python3' >&2; exit 1; }

port: python
	@'$(PYTHON)' -m portal.launch.port

install: python
	@'$(PYTHON)' -m portal.launch.install dev

install-base: python
	@'$(PYTHON)' -m portal.launch.install base

run: port install
	@$(VENV_PYTHON) -m portal.launch run

serve: install-base
	@$(VENV_PYTHON) -m portal.launch serve

test: install
	@$(VENV_PYTHON) -m pytest -n auto --dist loadfile

check: install
	$(VENV_PYTHON) -m ruff check .
	$(VENV_PYTHON) -m ruff format --check .
	$(VENV_PYTHON) -m mypy .
	$(VENV_PYTHON) .venv/bin/lint-imports
	$(VENV_PYTHON) -m djlint --check --lint --quiet templates
	$(VENV_PYTHON) manage.py makemigrations --check --dry-run
	@$(CHECK_ENVIRONMENT) $(VENV_PYTHON) manage.py check --deploy --fail-level WARNING

format: install
	@$(VENV_PYTHON) -m ruff check --fix --quiet .
	@$(VENV_PYTHON) -m ruff format .
	@$(VENV_PYTHON) -m djlint --reformat --quiet templates

# Keeps what is locked and still fits; `make lock UPGRADE=--upgrade` takes the newest of everything.
COMPILE := var/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
lock: python
	@'$(PYTHON)' -m venv var/lock
	@var/lock/bin/python -m pip install --quiet uv
	@$(COMPILE) $(UPGRADE) requirements/base.in --output-file requirements/base.txt
	@$(COMPILE) $(UPGRADE) requirements/dev.in --output-file requirements/dev.txt
	@$(COMPILE) $(UPGRADE) --no-deps requirements/fonts.in --output-file requirements/fonts.txt

# One process, since every page is looked at over one demo; about a quarter of an hour.
shots: install
	@$(VENV_PYTHON) -m pytest tests/shots/pages.py --override-ini python_files=pages.py --capture=no

guide: install
	@GUIDE_PICTURES=1 $(VENV_PYTHON) -m pytest tests/e2e/test_guide.py

bench: install
	@$(VENV_PYTHON) -m tests.bench

words: install
	@$(VENV_PYTHON) -m tests.catalogue

fuzz: install
	@$(VENV_PYTHON) -m tests.fuzz
