"""What `__all__` promises is true."""

from __future__ import annotations

import inspect
import subprocess
import sys

import afgazad_pdf as ap


def test_all_is_sorted_and_complete():
    assert sorted(ap.__all__) == ap.__all__
    assert {*ap._HOME_OF, "__version__"} == set(ap.__all__)


def test_every_public_name_exists_and_is_documented():
    for name in ap.__all__:
        value = getattr(ap, name)
        if inspect.isclass(value) or inspect.isfunction(value):
            assert inspect.getdoc(value), name


def test_type_checkers_see_the_same_names():
    source = inspect.getsource(ap)
    for name in ap._HOME_OF:
        assert f"        {name},\n" in source or f" {name}" in source.split("_HOMES")[0], name


def test_an_unknown_name_is_an_attribute_error():
    assert not hasattr(ap, "render_everything")


def test_importing_the_package_loads_nothing_heavy():
    program = (
        "import sys, afgazad_pdf; print([m for m in ('pydantic', 'weasyprint', 'PIL', 'jinja2') if m in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"


def test_the_five_lines_of_the_readme_work(tmp_path, root):
    readme = (root / "README.md").read_text(encoding="utf-8")
    program = readme.partition("```python\n")[2].partition("```")[0]

    exec(compile(program.replace('"china-syria.pdf"', f'"{tmp_path}/out.pdf"'), "README.md", "exec"), {})

    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
