"""Questions that work, in both languages: somebody who starts takes one and changes it."""

import json
from dataclasses import dataclass

from campaigns.texts import LANGUAGES, column


@dataclass(frozen=True)
class Example:
    """Texts by column, `name_en` and so on."""

    texts: dict[str, str]

    @property
    def as_json(self) -> str:
        return json.dumps(self.texts, ensure_ascii=False)


def _example(**texts: tuple[str, str]) -> Example:
    return Example(
        {
            column(text, language): written
            for text, both in texts.items()
            for language, written in zip(LANGUAGES, both, strict=True)
        }
    )


EXAMPLES = [
    _example(
        name=("Amber mining", "Видобуток бурштину"),
        question=("Is this illegal amber mining?", "Це незаконний видобуток бурштину?"),
        positive_name=("Mining", "Видобуток"),
        negative_name=("Not mining", "Не видобуток"),
        guidance=(
            "Look for dense round pits in sandy, torn-up ground. Not meant: sand quarries, clear-cuts, snow.",
            "Шукайте густі круглі ями в розритому піску. Не те: піщані кар’єри, вирубки, сніг.",
        ),
    ),
    _example(
        name=("Clear-cuts", "Суцільні вирубки"),
        question=("Has the forest been cut here?", "Тут вирубано ліс?"),
        positive_name=("Cut", "Вирубано"),
        negative_name=("Not cut", "Не вирубано"),
        guidance=(
            "Look for bare patches with straight edges in a forest. Not meant: fields, bogs, power lines.",
            "Шукайте голі ділянки з рівними краями посеред лісу. Не те: поля, болота, просіки під ЛЕП.",
        ),
    ),
    _example(
        name=("Rubbish dumps", "Сміттєзвалища"),
        question=("Is rubbish dumped here?", "Тут звалено сміття?"),
        positive_name=("Dump", "Звалище"),
        negative_name=("No dump", "Не звалище"),
        guidance=(
            "Look for pale, speckled heaps beside tracks. Not meant: building sites, gravel pits, farmyards.",
            "Шукайте світлі строкаті купи біля доріг. Не те: будівництва, гравійні кар’єри, ферми.",
        ),
    ),
    _example(
        name=("Burnt ground", "Згарища"),
        question=("Has the ground been burnt here?", "Тут вигоріла земля?"),
        positive_name=("Burnt", "Вигоріло"),
        negative_name=("Not burnt", "Не вигоріло"),
        guidance=(
            "Look for black or brown ground with ragged edges. Not meant: shadows, ploughed fields, water.",
            "Шукайте чорну чи темно-буру землю з рваними краями. Не те: тіні, рілля, вода.",
        ),
    ),
]
