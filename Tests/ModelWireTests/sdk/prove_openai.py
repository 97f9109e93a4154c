"""Drives the unmodified openai SDK against the fake server; asserts what the SDK reports.

Usage: prove_openai.py ADDRESS CONTROL_ADDRESS. The server takes the key "sdk-key" and strict schemas.
"""

import json
import sys
from typing import Literal

import openai
from harness import Control, error_of, run
from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion
from pydantic import BaseModel


def client(key: str = "sdk-key") -> openai.OpenAI:
    return openai.OpenAI(api_key=key, base_url=sys.argv[1], max_retries=0)


control = Control(sys.argv[2], "openai")
sdk = client()
MESSAGES: list[dict[str, str]] = [{"role": "system", "content": "rules"}, {"role": "user", "content": "hello"}]


class Answer(BaseModel):
    word: Literal["high", "low"]
    level: int


def ask(**settings: object) -> ChatCompletion:
    return sdk.chat.completions.create(**({"model": "local", "messages": MESSAGES} | settings))


def assert_counted(usage: CompletionUsage | None) -> None:
    """What the SDK reports is what the server counted."""
    counted = control.last_charge()
    assert usage and usage.prompt_tokens == counted["prompt"], (usage, counted)
    assert usage.completion_tokens == counted["output"] + counted["thoughts"], (usage, counted)
    assert usage.prompt_tokens_details and usage.completion_tokens_details
    assert usage.prompt_tokens_details.cached_tokens == counted["cached"]
    assert usage.completion_tokens_details.reasoning_tokens == counted["thoughts"]


def text_comes_back_with_usage() -> None:
    control.say({"text": "At 09:31.", "thoughts": "hm"})
    reply = ask(temperature=0, max_tokens=100)
    assert reply.choices[0].message.content == "At 09:31." and reply.choices[0].finish_reason == "stop"
    assert_counted(reply.usage)


def a_stream_comes_in_pieces() -> None:
    said = ["\u0427\u0430\u0449\u0435 ", "09:31", "."]
    for fault in (None, "stream-writes-1", "stream-comments", "stream-multiline-data"):
        control.say({"parts": said})
        control.fail(fault)
        chunks = list(ask(stream=True, stream_options={"include_usage": True}))
        texts = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices]
        assert [text for text in texts if text] == said, (fault, texts)
        assert not chunks[-1].choices
        assert_counted(chunks[-1].usage)


def usage_of_a_stream_is_asked_for() -> None:
    assert all(chunk.usage is None for chunk in ask(stream=True))


def json_keeps_to_the_schema() -> None:
    reply = sdk.chat.completions.parse(model="local", messages=MESSAGES, response_format=Answer)
    assert reply.choices[0].message.parsed == Answer(word="high", level=0)


def loose_schemas_are_refused() -> None:
    schema = {"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]}
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema, "strict": True}}
    error = error_of(openai.BadRequestError, lambda: ask(response_format=form))
    assert "additionalProperties" in error.message
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
    assert json.loads(ask(response_format=form).choices[0].message.content or "") == {"n": 0}


def a_limit_cuts_the_answer() -> None:
    control.say({"text": "one two three four five"})
    assert ask(max_completion_tokens=2).choices[0].finish_reason == "length"


def a_repeated_prefix_is_cached() -> None:
    long = [{"role": "system", "content": "rule " * 3000}, {"role": "user", "content": "one"}]
    assert ask(messages=long).usage.prompt_tokens_details.cached_tokens == 0
    assert ask(messages=long).usage.prompt_tokens_details.cached_tokens >= 1024


def errors_have_their_kinds() -> None:
    expected: dict[str, type[openai.APIStatusError]] = {
        "rate-limited-2.5s": openai.RateLimitError,
        "daily-quota": openai.RateLimitError,
        "internal-error": openai.InternalServerError,
        "overloaded": openai.InternalServerError,
        "bad-gateway": openai.InternalServerError,
        "no-response-format": openai.BadRequestError,
    }
    for fault, kind in expected.items():
        control.fail(fault)
        error_of(kind, ask)
    control.fail("retry-after-1")
    assert error_of(openai.RateLimitError, ask).response.headers["retry-after"] == "1"
    control.fail("stream-error-midway")
    error_of(openai.APIError, lambda: list(ask(stream=True)))
    control.fail("hang-up")
    error_of(openai.APIConnectionError, ask)


def requests_are_checked() -> None:
    error_of(openai.AuthenticationError, lambda: client("wrong").models.list())
    error_of(openai.NotFoundError, lambda: ask(model="none"))
    error_of(openai.BadRequestError, lambda: ask(extra_body={"no_such": 1}))
    error_of(openai.BadRequestError, lambda: ask(stream_options={"include_usage": True}))


def models_are_listed() -> None:
    assert [model.id for model in sdk.models.list()] == ["local"]
    assert sdk.models.retrieve("local").id == "local"


run(
    [
        text_comes_back_with_usage,
        a_stream_comes_in_pieces,
        usage_of_a_stream_is_asked_for,
        json_keeps_to_the_schema,
        loose_schemas_are_refused,
        a_limit_cuts_the_answer,
        a_repeated_prefix_is_cached,
        errors_have_their_kinds,
        requests_are_checked,
        models_are_listed,
    ]
)
