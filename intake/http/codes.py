"""POST /v1/codes."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from pydantic import ValidationError
from starlette.responses import Response

from intake.http.answers import CodeAnswer, CodeRequest, answer, refusals
from intake.http.bodies import read_json
from intake.http.documents import body_of
from intake.http.errors import MalformedError
from intake.http.ports import Codes
from intake.push.flaws import first_flaw

LARGEST = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRoutes:
    codes: Codes

    async def issue(self, request: Request) -> Response:
        """Issue a single-use access code, valid for 14 days; one of the same owner, role and label dies."""
        body = await read_json(request, largest=LARGEST)
        try:
            wanted = CodeRequest.model_validate(body)
        except ValidationError as error:
            field, hint = first_flaw(error, known=tuple(CodeRequest.model_fields))
            raise MalformedError(f"{field or 'body'}: {hint}", field=field or "body") from None
        issued = await self.codes.issue(
            role=wanted.role, student_external=wanted.student, staff_external=wanted.staff, label=wanted.label
        )
        return answer({"code": issued.code, "link": issued.link, "expires_at": issued.expires_at}, status=201)

    def router(self) -> APIRouter:
        router = APIRouter(tags=["codes"])
        router.add_api_route(
            "/v1/codes",
            self.issue,
            methods=["POST"],
            summary="Issue an access code",
            status_code=201,
            response_model=CodeAnswer,
            responses=refusals(401, 408, 413, 422),
            openapi_extra=body_of(CodeRequest),
        )
        return router
