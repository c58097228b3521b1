"""Lines in and around a list that are about nobody in it: totals, signatures, dates."""

import re

from diary.rules.alphabets import fold

MARGINALIA = re.compile(
    r"(?:итого|всего|total|список|списки|(?:вы|при)был[иао]?$"
    r"|(?:мальчик(?:и|ов)|девоч(?:ки|ек)|boys|girls)(?: \d.*)?$"
    r"|директора?|зам(?:еститель)? директора|завуч|секретарь|классн(?:ый|ая) руководител[ья]|кл(?:асс)? рук"
    r"|ответственн(?:ый|ая)|исполнитель|составил[аи]?|подготовил[аи]?|проверил[аи]?|утвержда(?:ю|ет)"
    r"|согласован[оа]?|подпись|дата (?:составлен|заполнен|выгрузк|печат)\w*|дата$|м ?п$"
    r"|head ?teacher|class teacher|signature|signed by|prepared by)(?:\b|$)"
)


def is_marginal(text: str) -> bool:
    return MARGINALIA.match(fold(text)) is not None
