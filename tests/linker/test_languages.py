"""Series, names and numbers in Arabic, Russian, Chinese in both scripts, and Portuguese, as running text has them."""

from __future__ import annotations

import pytest

from instruments.load import catalogue
from instruments.models import Instrument
from linker import find

CAT = catalogue()
GENERAL = ("general-recommendation", "general-comment")
SERIES = [i for i in CAT.instruments.values() if i.series and i.series.kind in GENERAL]
SAYS = {
    "ru": ("{body} приняла {head} № {n}.", ("общую рекомендацию", "замечание общего порядка")),
    "ru genitive": ("Это {head} № {n} {body}.", ("общая рекомендация", "замечание общего порядка")),
    "ar": ("يستند التقرير إلى {head} رقم {n} {of} {body}.", ("التوصية العامة", "التعليق العام")),
    "zh": ("报告援引了{body}第{n}号{head}。", ("一般性建议", "一般性意见")),
    "zh-Hant": ("報告援引了{body}第{n}號{head}。", ("一般性建議", "一般性意見")),
    "pt": ("O relatório cita a {head} n.º {n} do {body}.", ("Recomendação Geral", "Observação Geral")),
}


def sentence(inst: Instrument, how: str) -> str:
    assert inst.series is not None
    body = CAT.bodies[inst.series.body]
    lang = how.partition(" ")[0]
    official = next(n.text for n in body.names if n.lang == lang and n.kind == "official")
    name = official.replace("Комитет", "Комитета") if how == "ru genitive" else official
    text, heads = SAYS[how]
    comment = inst.series.kind == "general-comment"
    return text.format(
        body=name, head=heads[comment], n=inst.series.number, of="الصادر عن" if comment else "الصادرة عن"
    )


def targets(
    text: str, lang: str | None = None, kinds: tuple[str, ...] = ("instrument", "pinpoint")
) -> list[str | None]:
    return [c.target for c in find(text, lang=lang) if c.kind in kinds and c.status == "resolved"]


@pytest.mark.parametrize("how", SAYS)
@pytest.mark.parametrize("inst", SERIES, ids=lambda i: i.id)
def test_a_body_and_a_number_name_each_recommendation_and_comment(inst: Instrument, how: str) -> None:
    assert targets(sentence(inst, how), how.partition(" ")[0]) == [inst.id]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Общая рекомендация № 35 КЛДЖ", ["cedaw-gr35"]),
        ("общей рекомендацией №26 КЛДОЖ", ["cedaw-gr26"]),
        (
            "Общие рекомендации № 19 и 35 Комитета по ликвидации дискриминации в отношении женщин",
            ["cedaw-gr19", "cedaw-gr35"],
        ),
        ("общая рекомендация № 30 КЛРД", ["cerd-gr30"]),
        ("замечание общего порядка № 23 КЭСКП", ["cescr-gc23"]),
        ("пункт 26 общей рекомендации № 26 КЛДЖ", ["cedaw-gr26#para_26"]),
        ("статья 6 МПГПП и статья 12 МПЭСКП", ["iccpr#art_6", "icescr#art_12"]),
        ("МПЭСКП, статья 12", ["icescr#art_12"]),
        ("Конвенция МОТ № 189 и Рекомендация МОТ № 201", ["ilo-c189", "ilo-r201"]),
        ("в Пекинской декларации", ["beijing-platform"]),
        ("Всеобщей декларацией прав человека", ["udhr"]),
        ("задача 10.7 ЦУР", ["sdgs#target_10.7"]),
        ("توصيتها العامة رقم 32 للجنة المعنية بالقضاء على التمييز ضد المرأة", ["cedaw-gr32"]),
        ("وبالتوصية العامة رقم ٢٦ الصادرة عن لجنة سيداو", ["cedaw-gr26"]),
        ("للتوصية العامة رقم ٣٥ الصادرة عن لجنة سيداو", ["cedaw-gr35"]),
        ("الـتـوصـيـة العـامـة رقم ٢٦ بشأن العاملات المهاجرات", ["cedaw-gr26"]),
        ("توصية عامة رقم 26 من لجنة سيداو", ["cedaw-gr26"]),
        ("التَّوصِيَة العامَّة رقم 26 من لجنة سيداو", ["cedaw-gr26"]),
        ("المادة ١٢ من سيداو", ["cedaw#art_12"]),
        ("بالمادة 12 من سيداو", ["cedaw#art_12"]),
        ("وللمادة 12 من سيداو", ["cedaw#art_12"]),
        ("الفقرة ٢٦ من التوصية العامة رقم ٢٦ الصادرة عن لجنة سيداو", ["cedaw-gr26#para_26"]),
        ("لاتفاقية القضاء على جميع أشكال التمييز ضد المرأة", ["cedaw"]),
        ("اتفاقية منظمة العمل الدولية رقم ١٨٩", ["ilo-c189"]),
        ("消除对妇女歧视委员会第三十二号一般性建议", ["cedaw-gr32"]),
        ("消除對婦女歧視委員會第26號（2008年）一般性建議", ["cedaw-gr26"]),
        ("消除对妇女歧视委员会第19号和第35号一般性建议", ["cedaw-gr19", "cedaw-gr35"]),
        ("消除对妇女歧视委员会第19号、第26号及第35号一般性建议", ["cedaw-gr19", "cedaw-gr26", "cedaw-gr35"]),
        ("消除对妇女歧视委员会一般性建议第26号", ["cedaw-gr26"]),
        ("消除对妇女歧视委员会第26号一般性建议第26段", ["cedaw-gr26#para_26"]),
        ("《消除對婦女一切形式歧視公約》第十二條", ["cedaw#art_12"]),
        ("國際勞工組織第201號建議書", ["ilo-r201"]),
        ("移民工人委员会第5号一般性意见", ["cmw-gc5"]),
        ("Recomendação Geral nº 26 do Comitê CEDAW", ["cedaw-gr26"]),
        ("Comentário Geral n.º 20 do Comité dos Direitos Económicos, Sociais e Culturais", ["cescr-gc20"]),
        ("artigo 7 do Pacto Internacional sobre Direitos Econômicos, Sociais e Culturais", ["icescr#art_7"]),
        ("Convenção n.º 189 da OIT e Recomendação n.º 201 da OIT", ["ilo-c189", "ilo-r201"]),
    ],
)
def test_forms_of_running_text(text: str, wanted: list[str]) -> None:
    assert targets(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "第26号一般性建议",
        "第26號一般性建議",
        "общая рекомендация № 26",
        "التوصية العامة رقم ٢٦",
        "Recomendação Geral n.º 26",
    ],
)
def test_a_number_without_a_body_stays_in_doubt_in_every_language(text: str) -> None:
    found = [c for c in find(text) if c.kind == "instrument"]
    assert [(c.status, "cedaw-gr26" in {x.target for x in c.candidates}) for c in found] == [("ambiguous", True)]


@pytest.mark.parametrize(
    "text",
    [
        "第26号文件",
        "рекомендация № 26 врача",
        "الغرفة رقم 26",
        "第26號公車",
        "第12号公路",
        "рекомендация № 5",
        "التوصية رقم 12 من المدير",
    ],
)
def test_other_numbers_are_no_series(text: str) -> None:
    assert targets(text) == []


def test_what_is_taken_out_of_arabic_words_stays_in_the_span() -> None:
    (hit,) = find("قرأنا الاتفـاقـية الدولـية لحماية حقوق جميع العمال المهاجرين وأفراد أسرهم اليوم.", lang="ar")
    assert hit.target == "icrmw" and hit.text.startswith("الاتفـاقـية") and hit.text.endswith("أسرهم")
