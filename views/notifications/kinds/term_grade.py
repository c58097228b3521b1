from views.markup import Line, Run
from views.notifications.drawing import SEPARATOR, comma
from views.notifications.kinds.grade import GradeView
from views.texts import Texts


class TermGradeView(GradeView):
    @staticmethod
    def noun(texts: Texts) -> str:
        return texts("term grade")

    def main(self) -> Line:
        return [*self.amended("value", "bold"), Run(SEPARATOR + self._about())]

    def _about(self) -> str:
        return comma(self.drawing.texts("term grade"), self.drawing.said(self.entry.term))

    def corrected(self) -> str:
        return self.drawing.texts("Term grade corrected")

    def withdrawn(self) -> str:
        return self.drawing.texts("Term grade withdrawn")


VIEW = TermGradeView
