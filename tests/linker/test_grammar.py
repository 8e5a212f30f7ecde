from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.folding import fold
from linker.chains import chains, preambles
from linker.grammar import roman
from linker.han import han_chains, han_number


def read(text: str, lang: str = "") -> list[str]:
    """The members of all chains as written: levels joined by dots, a range as near..far, an open one as near.."""
    out = []
    for chain in chains(fold(text), lang=lang):
        for item in chain.items:
            far = f"..{item.upto}" if item.upto else ".." if item.onward else ""
            out.append(".".join(s.value for s in item.steps) + far)
    return out


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("article 12", ["12"]),
        ("Articles 12 and 14", ["12", "14"]),
        ("articles 7, 8 and 9", ["7", "8", "9"]),
        ("articles 7, 8, and 9", ["7", "8", "9"]),
        ("arts. 2(c), (e) and (f), 3, and 24", ["2.c", "2.e", "2.f", "3", "24"]),
        ("art. 11(1)(a)", ["11.1.a"]),
        ("art. 11 (1) (a)", ["11.1.a"]),
        ("art. 11.1.a", ["11.1.a"]),
        ("art. 11, para. 1, point (a)", ["11.1.a"]),
        ("article 11, paragraph 1, sub-paragraph (a)", ["11.1.a"]),
        ("paragraph 1 of article 11", ["11.1"]),
        ("paragraphs 1 and 2 of article 12", ["12.1", "12.2"]),
        ("point (a) of paragraph 1 of article 11", ["11.1.a"]),
        ("arts. 10-12", ["10..12"]),
        ("arts. 10–12", ["10..12"]),
        ("articles 10 to 12", ["10..12"]),
        ("artículos 10 a 12", ["10..12"]),
        ("articles 10 à 12", ["10..12"]),
        ("articles 10 et seq.", ["10.."]),
        ("artículos 10 y siguientes", ["10.."]),
        ("articles 10 et suivants", ["10.."]),
        ("article 2(a)-(c)", ["2.a..c"]),
        ("para. 24(j)–(l)", ["24.j..l"]),
        ("art. XII", ["12"]),
        ("Part III", ["3"]),
        ("goal 5", ["5"]),
        ("target 8.8", ["8.8"]),
        ("targets 5.2, 8.7 and 16.2", ["5.2", "8.7", "16.2"]),
        ("target 3.c", ["3.c"]),
        ("indicator 8.8.1", ["8.8.1"]),
        ("artículo 2, inciso c)", ["2.c"]),
        ("artículo 12, apartado 2", ["12.2"]),
        ("article 2, alinéa c)", ["2.c"]),
        ("article premier", ["1"]),
        ("article 1er", ["1"]),
        ("artículo 1º", ["1"]),
        ("§ 24", ["24"]),
        ("¶ 24", ["24"]),
        ("¶¶ 24-26", ["24..26"]),
        ("paragraph 24(c)(i)", ["24.c.i"]),
        ("articles 2 (f) and 5 (a)", ["2.f", "5.a"]),
        ("articles 2 (f) and article 5 (a)", ["2.f", "5.a"]),
        ("article twelve", ["12"]),
        ("artigo 12", ["12"]),
        ("статья 12", ["12"]),
        ("المادة ١٢", ["12"]),
    ],
)
def test_a_chain_is_read_as_it_is_written(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "articles of clothing", "article 1,200", "paragraph 12.5 %", "an article", "part of it", "the goal is 5",
        "parting 3", "smart 12", "articled 3", "target of 8", "article 5 million", "article 1234",
    ],
)  # fmt: skip
def test_what_is_no_pinpoint_gives_no_chain(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(("lang", "expected"), [("en", ["26"]), ("es", []), ("pt", []), ("fr", ["26"])])
def test_para_is_a_unit_or_for_by_language(lang: str, expected: list[str]) -> None:
    assert read("para 26", lang) == expected
    assert read("para. 26", lang) == ["26"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第12条第2款", ["12.2"]),
        ("第十二条", ["12"]),
        ("第二十六段", ["26"]),
        ("第11条第1款(a)项", ["11.1.a"]),
        ("目标5", ["5"]),
        ("具体目标8.8", ["8.8"]),
    ],
)
def test_chinese_pinpoints(text: str, expected: list[str]) -> None:
    assert [".".join(s.value for s in c.items[0].steps) for c in han_chains(text)] == expected


@pytest.mark.parametrize("number", [*range(1, 100), 101, 110, 189, 200, 999])
def test_chinese_numerals_are_read_back(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    written = f"{digits[hundreds]}百" if hundreds else ""
    written += f"{digits[tens]}十" if tens and (tens > 1 or hundreds) else "十" if tens else ""
    written += digits[ones] if ones else ""
    assert han_number(written) == str(number)


@given(st.integers(1, 3999))
def test_roman_numerals_are_read_back(number: int) -> None:
    table = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl")]
    table += [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
    rest, text = number, ""
    for value, letters in table:
        text += letters * (rest // value)
        rest %= value
    assert roman(text) == number


@pytest.mark.parametrize("text", ["", "iiii", "vv", "ic", "abc", "xm", "12"])
def test_what_is_no_roman_numeral(text: str) -> None:
    assert roman(text) is None


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("the preamble", [""]),
        ("preamble, paragraph 3", ["", "3"]),
        ("preámbulo", [""]),
        ("préambule", [""]),
        ("preambles", None),
    ],
)
def test_preambles(text: str, steps: list[str] | None) -> None:
    found = [[s.value for s in c.items[0].steps] for c in preambles(fold(text))]
    assert found == ([] if steps is None else [steps])


@pytest.mark.parametrize("text", ["§¶ 12", "¶§ 12"])
def test_a_sign_beside_another_is_no_reason_to_stop(text: str) -> None:
    read(text)


@given(st.text(alphabet="art. paragh12()-–,;§ivxabcdefy\n", max_size=80))
def test_chains_lie_in_the_text_in_order_and_apart(text: str) -> None:
    end = 0
    for chain in chains(fold(text)):
        assert end <= chain.start < chain.end <= len(text)
        assert all(chain.start <= i.start < i.end <= chain.end for i in chain.items)
        end = chain.end
