"""Walking through XML with expat: no entities, no tree, bounded by the size of the part."""

from collections.abc import Callable
from xml.parsers.expat import ExpatError, ParserCreate

from enrollment.intake.refusals import BOMB, TRUNCATED, FileRefused

Start = Callable[[str, dict[str, str]], None]


def _refuse(*_: object) -> None:
    raise FileRefused(BOMB)


def local(tag: str) -> str:
    """A tag or attribute without its prefix."""
    return tag.rpartition(":")[2]


def walk(
    content: bytes,
    start: Start,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:
    """Call back for every element and text; raises FileRefused for XML that is damaged or declares entities."""
    parser = ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = _refuse
    parser.StartDoctypeDeclHandler = _refuse
    parser.buffer_text = True
    try:
        parser.Parse(content, True)
    except (ExpatError, ValueError, LookupError) as error:
        raise FileRefused(TRUNCATED) from error
