"""Drives the unmodified google-genai SDK against the fake Gemini; asserts what the SDK reports.

Usage: prove_gemini.py ADDRESS CONTROL_ADDRESS. The server takes the key "sdk-key".
"""

import json
import sys

from google import genai
from google.genai import errors, types
from harness import Control, error_of, run

FLASH = "gemini-3.8-flash"
LITE = "gemini-3.5-flash-lite"
RULES = "rule " * 5000
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {"level": {"type": "integer", "minimum": 2}, "word": {"type": "string", "enum": ["high", "low"]}},
    "required": ["level", "word"],
}


def client(version: str, key: str = "sdk-key") -> genai.Client:
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=sys.argv[1], api_version=version))


control = Control(sys.argv[2], "gemini")
beta = client("v1beta")


def ask(model: str = FLASH, text: str = "hello", **settings: object) -> types.GenerateContentResponse:
    config = types.GenerateContentConfig.model_validate(settings)
    return beta.models.generate_content(model=model, contents=text, config=config)


def assert_counted(usage: types.GenerateContentResponseUsageMetadata | None) -> None:
    """What the SDK reports is what the server counted."""
    assert usage is not None
    counted = control.last_charge()
    assert usage.prompt_token_count == counted["prompt"], (usage, counted)
    assert (usage.candidates_token_count or 0) == counted["output"], (usage, counted)
    assert (usage.thoughts_token_count or 0) == counted["thoughts"], (usage, counted)
    assert (usage.cached_content_token_count or 0) == counted["cached"], (usage, counted)
    assert usage.total_token_count == counted["prompt"] + counted["output"] + counted["thoughts"]


def text_comes_back_with_usage() -> None:
    control.say({"text": "Most often at 09:31."})
    reply = ask()
    assert reply.text == "Most often at 09:31."
    assert reply.candidates and reply.candidates[0].finish_reason == types.FinishReason.STOP
    assert reply.model_version == FLASH
    assert_counted(reply.usage_metadata)


def both_versions_answer() -> None:
    for version in ("v1", "v1beta"):
        control.say({"text": version})
        # Kept in a name: the SDK closes the connections of a client that nothing refers to.
        other = client(version)
        assert other.models.generate_content(model=FLASH, contents="x").text == version


def a_stream_comes_in_pieces() -> None:
    said = ["\u0427\u0430\u0449\u0435 ", "\u0432\u0441\u0435\u0433\u043e ", "09:31."]
    control.say({"parts": said})
    events = list(beta.models.generate_content_stream(model=FLASH, contents="hello"))
    assert [event.text for event in events if event.text] == said
    assert_counted(events[-1].usage_metadata)


def letters_may_be_split_between_writes() -> None:
    for fault in ("stream-writes-1", "stream-writes-3", "stream-writes-7"):
        said = "\u043c\u0430\u043a\u0441\u0438\u043c\u0443\u043c \u0434\u043d\u044f"
        control.say({"text": said})
        control.fail(fault)
        events = list(beta.models.generate_content_stream(model=FLASH, contents="hello"))
        assert "".join(event.text or "" for event in events) == said


def json_keeps_to_the_schema() -> None:
    reply = ask(response_mime_type="application/json", response_json_schema=SCHEMA)
    assert json.loads(reply.text or "") == {"level": 2, "word": "high"}


def the_older_form_of_schema_is_taken() -> None:
    older = types.Schema(type=types.Type.OBJECT, properties={"n": types.Schema(type=types.Type.INTEGER)}, required=["n"])
    assert json.loads(ask(response_mime_type="application/json", response_schema=older).text or "") == {"n": 0}


def thoughts_are_marked_and_counted() -> None:
    control.say({"text": "Yes.", "thoughts": "Weighing the options"})
    thinking = types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW, include_thoughts=True)
    reply = ask(thinking_config=thinking)
    parts = reply.candidates[0].content.parts if reply.candidates and reply.candidates[0].content else []
    assert parts and [part.thought for part in parts] == [True, None]
    assert parts[1].thought_signature
    assert reply.text == "Yes."
    assert_counted(reply.usage_metadata)


def level_and_budget_exclude_each_other() -> None:
    both = types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW, thinking_budget=100)
    assert error_of(errors.ClientError, lambda: ask(thinking_config=both)).code == 400
    budget = types.ThinkingConfig(thinking_budget=100)
    assert error_of(errors.ClientError, lambda: ask(thinking_config=budget)).code == 400
    assert ask("gemini-2.5-flash", thinking_config=budget).text


def a_limit_cuts_the_answer() -> None:
    control.say({"text": "one two three four five six"})
    reply = ask(max_output_tokens=3)
    assert reply.text == "one two thre"[: len(reply.text or "")] and reply.text
    assert reply.candidates and reply.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS


def tokens_are_counted_as_they_are_charged() -> None:
    counted = beta.models.count_tokens(model=FLASH, contents="When is the high?")
    assert counted.total_tokens == ask(text="When is the high?").usage_metadata.prompt_token_count


def models_are_listed() -> None:
    assert f"models/{FLASH}" in [model.name for model in beta.models.list()]
    assert beta.models.get(model=FLASH).input_token_limit == 1_048_576


def make_cache(model: str = FLASH, ttl: str = "3600s") -> types.CachedContent:
    config = types.CreateCachedContentConfig(display_name="rules", system_instruction=RULES, ttl=ttl)
    return beta.caches.create(model=model, config=config)


def a_cache_lives() -> None:
    cache = make_cache()
    name = cache.name or ""
    assert cache.usage_metadata and (cache.usage_metadata.total_token_count or 0) >= 4096
    got = beta.caches.get(name=name)
    assert got.expire_time and cache.create_time
    assert (got.expire_time - cache.create_time).total_seconds() == 3600
    longer = beta.caches.update(name=name, config=types.UpdateCachedContentConfig(ttl="7200s"))
    assert longer.expire_time and (longer.expire_time - cache.create_time).total_seconds() == 7200
    more = [make_cache().name for _ in range(3)]
    listed = [each.name for each in beta.caches.list(config=types.ListCachedContentsConfig(page_size=2))]
    assert set([name, *more]) <= set(listed), listed
    for each in [name, *more]:
        beta.caches.delete(name=each or "")
    assert error_of(errors.ClientError, lambda: beta.caches.get(name=name)).code == 403


def a_cache_is_counted_as_cached() -> None:
    cache = make_cache()
    reply = ask(cached_content=cache.name)
    assert reply.usage_metadata and cache.usage_metadata
    assert reply.usage_metadata.cached_content_token_count == cache.usage_metadata.total_token_count
    assert_counted(reply.usage_metadata)


def a_cache_expires() -> None:
    cache = make_cache(ttl="60s")
    control.advance(61)
    error = error_of(errors.ClientError, lambda: ask(cached_content=cache.name))
    assert (error.code, error.status) == (403, "PERMISSION_DENIED")


def a_cache_is_refused() -> None:
    small = types.CreateCachedContentConfig(system_instruction="short", ttl="60s")
    error = error_of(errors.ClientError, lambda: beta.caches.create(model=FLASH, config=small))
    assert error.code == 400 and "too small" in error.message and "min_total_token_count=4096" in error.message
    assert error_of(errors.ClientError, lambda: make_cache("gemini-4-argon")).code == 400
    assert error_of(errors.ClientError, lambda: make_cache(ttl="24h")).code == 400
    cache = make_cache()
    clash = error_of(errors.ClientError, lambda: ask(cached_content=cache.name, system_instruction="x"))
    assert clash.code == 400 and clash.message.startswith("CachedContent can not be used")
    other = error_of(errors.ClientError, lambda: ask(LITE, cached_content=cache.name))
    assert other.code == 400 and "has to be the same" in other.message


def a_repeated_prefix_is_cached() -> None:
    rules = "another rule " * 4000
    first = ask(text="one", system_instruction=rules)
    assert first.usage_metadata and first.usage_metadata.cached_content_token_count is None
    second = ask(text="two", system_instruction=rules)
    assert second.usage_metadata and (second.usage_metadata.cached_content_token_count or 0) >= 4096
    assert_counted(second.usage_metadata)


def errors_keep_their_status() -> None:
    expected = {
        "rate-limited-2.5s": (429, "RESOURCE_EXHAUSTED"),
        "daily-quota": (429, "RESOURCE_EXHAUSTED"),
        "internal-error": (500, "INTERNAL"),
        "overloaded": (503, "UNAVAILABLE"),
        "deadline-exceeded": (504, "DEADLINE_EXCEEDED"),
        "cache-forbidden": (403, "PERMISSION_DENIED"),
        "cache-not-found": (404, "NOT_FOUND"),
    }
    for fault, (code, status) in expected.items():
        control.fail(fault)
        error = error_of(errors.APIError, ask)
        assert (error.code, error.status) == (code, status), (fault, error)
    control.fail("rate-limited-2.5s")
    details = error_of(errors.APIError, ask).details["error"]["details"]
    assert [each["retryDelay"] for each in details if "RetryInfo" in each["@type"]] == ["2.5s"]
    control.fail("wrapped-in-array")
    stream = beta.models.generate_content_stream(model=FLASH, contents="x")
    assert error_of(errors.APIError, lambda: list(stream)).code == 429
    control.fail("bad-gateway")
    assert error_of(errors.APIError, ask).code == 502


def keys_and_models_are_checked() -> None:
    stranger = client("v1beta", "wrong")
    error = error_of(errors.ClientError, lambda: stranger.models.list())
    assert error.code == 400
    assert error.details["error"]["details"][0]["reason"] == "API_KEY_INVALID"
    assert error_of(errors.ClientError, lambda: ask("gemini-1.0-pro")).code == 404


def refusals_are_no_errors() -> None:
    control.fail("prompt-blocked")
    blocked = ask()
    assert not blocked.candidates and blocked.prompt_feedback and blocked.prompt_feedback.block_reason
    control.fail("candidate-blocked")
    stopped = ask()
    assert stopped.candidates and stopped.candidates[0].finish_reason == types.FinishReason.SAFETY
    control.fail("only-thoughts")
    assert ask().text is None


run(
    [
        text_comes_back_with_usage,
        both_versions_answer,
        a_stream_comes_in_pieces,
        letters_may_be_split_between_writes,
        json_keeps_to_the_schema,
        the_older_form_of_schema_is_taken,
        thoughts_are_marked_and_counted,
        level_and_budget_exclude_each_other,
        a_limit_cuts_the_answer,
        tokens_are_counted_as_they_are_charged,
        models_are_listed,
        a_cache_lives,
        a_cache_is_counted_as_cached,
        a_cache_expires,
        a_cache_is_refused,
        a_repeated_prefix_is_cached,
        errors_keep_their_status,
        keys_and_models_are_checked,
        refusals_are_no_errors,
    ]
)
