"""Files made by hand, so that each holds exactly what a test is about."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
STYLES = (
    "".join(f'<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/></w:style>' for n in (1, 2, 3))
    + '<w:style w:styleId="Q"><w:name w:val="Quote"/></w:style>'
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, words in parts.items():
            file.writestr(name, words)
    return out.getvalue()


def docx(body: str, **more: str | bytes) -> bytes:
    """A Word file with this in its body. `vba="…"` adds macros, `comments="…"` comments."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}" xmlns:wp="{WP}"><w:body>{body}</w:body></w:document>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{STYLES}</w:styles>',
    }
    names = {"vba": "word/vbaProject.bin", "comments": "word/comments.xml", "footnotes": "word/footnotes.xml"}
    parts |= {names[name]: words for name, words in more.items()}
    return packed(parts)


def p(words: str, style: str = "", look: str = "") -> str:
    """A paragraph of one run."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{styled}<w:r>{f"<w:rPr>{look}</w:rPr>" if look else ""}<w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def odt(body: str, *, encrypted: bool = False) -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for name, long in {"office": "office", "text": "text", "table": "table", "draw": "drawing", "svg": "svg-compatible"}.items()
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    inside = "<m:file-entry><m:encryption-data/></m:file-entry>" if encrypted else ""
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}">{inside}</m:manifest>',
        }
    )


def pdf(pages: list[str]) -> bytes:
    """A PDF with these lines of words on its pages; an empty page is what a scan looks like."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for words in pages:
        lines = words.split("\n")
        shown = " T* ".join("({}) Tj".format(line.replace("(", r"\(").replace(")", r"\)")) for line in lines)
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("latin-1") if words else b""
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = io.BytesIO(b"")
    out.write(b"%PDF-1.4\n")
    places = []
    for number, one in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, one))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def two_columns(left: list[str], right: list[str], *, by_row: bool) -> bytes:
    """A PDF with two columns. `by_row`: the file holds line by line across the page, as some programs write it; else column by column."""
    shown = (
        [(72, 720 - 14 * number, line) for number, line in enumerate(left)],
        [(320, 720 - 14 * number, line) for number, line in enumerate(right)],
    )
    order = [one for pair in zip(*shown, strict=True) for one in pair] if by_row else [*shown[0], *shown[1]]
    words = "".join(f"BT /F1 10 Tf {x} {y} Td ({line}) Tj ET\n" for x, y, line in order)
    empty = pdf([""])
    return _with_stream(empty, words.encode("latin-1"))


def _with_stream(raw: bytes, stream: bytes) -> bytes:
    """The first stream of a PDF put in place of an empty one; readers mend the table of places themselves."""
    return raw.replace(
        b"<< /Length 0 >>\nstream\n\nendstream", b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream), 1
    )
