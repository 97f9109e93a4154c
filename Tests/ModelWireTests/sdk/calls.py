"""Makes one fixed set of calls with the official SDKs, for the servers to record.

Usage: calls.py gemini|openai ADDRESS. The calls and their order are those of `RecordedCalls.swift`.
"""

import sys

from google import genai
from google.genai import types
from openai import OpenAI

FLASH = "gemini-3.8-flash"
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "intent": {"type": "string", "enum": ["data", "concept"]},
        "level": {"type": "integer", "minimum": 0, "maximum": 3},
    },
    "required": ["intent", "level"],
    "additionalProperties": False,
}
RULES = "Static rules."
QUESTION = "When is the day's high?"


def configuration(**others: object) -> types.GenerateContentConfig:
    values: dict[str, object] = {
        "system_instruction": RULES,
        "max_output_tokens": 256,
        "thinking_config": types.ThinkingConfig(thinking_level=types.ThinkingLevel.LOW),
    }
    return types.GenerateContentConfig.model_validate(values | others)


def call_gemini(address: str) -> None:
    client = genai.Client(api_key="sdk-key", http_options=types.HttpOptions(base_url=address))
    client.models.generate_content(model=FLASH, contents=QUESTION, config=configuration())
    for _ in client.models.generate_content_stream(model=FLASH, contents=QUESTION, config=configuration()):
        pass
    client.models.generate_content(
        model=FLASH,
        contents=QUESTION,
        config=configuration(response_mime_type="application/json", response_json_schema=SCHEMA),
    )
    turns = [("user", QUESTION), ("model", "At 09:31."), ("user", "And the low?")]
    history = [types.Content(role=role, parts=[types.Part(text=text)]) for role, text in turns]
    client.models.generate_content(model=FLASH, contents=history, config=configuration())
    client.models.generate_content(
        model="gemini-2.5-flash",
        contents=QUESTION,
        config=configuration(temperature=0, thinking_config=types.ThinkingConfig(thinking_budget=128)),
    )
    cache = client.caches.create(
        model=FLASH,
        config=types.CreateCachedContentConfig(
            display_name="rules", system_instruction="rule " * 5000, ttl="3600s"
        ),
    )
    name = cache.name
    assert name is not None
    client.models.generate_content(
        model=FLASH,
        contents=QUESTION,
        config=configuration(system_instruction=None, cached_content=name),
    )
    list(client.caches.list(config=types.ListCachedContentsConfig(page_size=100)))
    client.caches.update(name=name, config=types.UpdateCachedContentConfig(ttl="3600s"))
    client.caches.delete(name=name)
    client.models.count_tokens(model=FLASH, contents=QUESTION)
    client.models.get(model=FLASH)


def call_openai(address: str) -> None:
    client = OpenAI(api_key="sdk-key", base_url=address, max_retries=0)
    plain: list[dict[str, str]] = [{"role": "system", "content": RULES}, {"role": "user", "content": QUESTION}]
    common = {"model": "local", "messages": plain, "temperature": 0, "max_tokens": 256}
    client.chat.completions.create(**common)
    for _ in client.chat.completions.create(**common, stream=True, stream_options={"include_usage": True}):
        pass
    form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": SCHEMA, "strict": True}}
    client.chat.completions.create(**common, response_format=form)
    client.models.list()


if __name__ == "__main__":
    {"gemini": call_gemini, "openai": call_openai}[sys.argv[1]](sys.argv[2])
