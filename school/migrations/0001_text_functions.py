"""Functions that generated columns and constraints stand on: Vietnamese order, search, one spelling.

All are immutable, use no collation of the server and no extension's dictionary, so that they give the same
on every PostgreSQL, embedded or not, with ICU or without. Tones: ngang huyền hỏi ngã sắc nặng.
"""

from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations

# Combining marks in NFD: grave, hook, tilde, acute, dot below; then breve, circumflex, horn.
TONES = r"U&'\0300\0309\0303\0301\0323'"
MARKS = r"U&'\0306\0302\031B'"

CLEAN = r"""
CREATE FUNCTION public.vn_clean(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.btrim(pg_catalog.regexp_replace(
        pg_catalog.translate(
            pg_catalog.normalize(
                pg_catalog.translate(value, U&'\00AD\200B\200C\200D\2060\FEFF', ''), 'NFC'),
            U&'\00D0\00F0\00A0', U&'\0110\0111 '),
        '\s+', ' ', 'g'))
$$
"""

# Letters in NFD without case, đ as "d{", ă â ơ/ư marks after every letter: byte order is Vietnamese order.
LETTERS = rf"""
CREATE FUNCTION public.vn_letters(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.translate(
        pg_catalog.replace(
            pg_catalog.lower(pg_catalog.translate(
                pg_catalog.normalize(value, 'NFD'), U&'\0110\0111\00D0\00F0', U&'\0111\0111\0111\0111')),
            U&'\0111', 'd{{'),
        {MARKS} || {TONES}, '{{|}}' || U&'\00A1\00A2\00A3\00A4\00A5')
$$
"""

SEARCH = r"""
CREATE FUNCTION public.vn_search_key(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.lower(pg_catalog.regexp_replace(
        pg_catalog.translate(pg_catalog.normalize(value, 'NFD'), U&'\0110\0111\00D0\00F0', 'dddd'),
        U&'[\0300-\036F]', '', 'g'))
$$
"""

# The tone mark at the end of its syllable: Hòa and Hoà are one spelling, An and Ân two.
SPELLING = r"""
CREATE FUNCTION public.vn_spelling_key(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.regexp_replace(
        public.vn_letters(value), U&'([\00A1-\00A5])([a-z{|}]+)', '\2\1', 'g')
$$
"""

# Letters first, tones after: all Hương before any Hường.
PART = r"""
CREATE FUNCTION public.vn_part_key(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT pg_catalog.translate(public.vn_letters(value), U&'\00A1\00A2\00A3\00A4\00A5', '')
        || U&'\0001' || public.vn_spelling_key(value)
$$
"""

SORT = r"""
CREATE FUNCTION public.vn_sort_key(full_name text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.vn_part_key(pg_catalog.split_part(full_name, ' ', -1)) || U&'\0001'
        || public.vn_part_key(pg_catalog.regexp_replace(full_name, ' ?[^ ]*$', ''))
$$
"""

TEXT_SORT = r"""
CREATE FUNCTION public.vn_text_sort_key(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT public.vn_part_key(value)
$$
"""

FUNCTIONS = [
    ("vn_clean", CLEAN),
    ("vn_letters", LETTERS),
    ("vn_search_key", SEARCH),
    ("vn_spelling_key", SPELLING),
    ("vn_part_key", PART),
    ("vn_sort_key", SORT),
    ("vn_text_sort_key", TEXT_SORT),
]


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BtreeGistExtension()] + [
        migrations.RunSQL(sql, f"DROP FUNCTION public.{name}(text)") for name, sql in FUNCTIONS
    ]
