"""Makes a llama model of 180 000 weights that says "At 09:31.", and serves it with llama.cpp's own server.

Usage: tiny_model.py FILE. Writes the model there, prints the server's address, and ends when standard input does.

The blocks add nothing, so the next token depends on the last one only: the output matrix holds, beside noise, each
token's successor. The weights are random but for that, and the same every time.
"""

import sys

import gguf
import numpy as np
import xllamacpp

WIDTH, HIDDEN, HEADS, BLOCKS, CONTEXT = 128, 128, 4, 1, 4096
EXPECTED = b"At 09:31."
PROMPT_END = b">"
SPECIAL = [b"<unk>", b"<s>", b"</s>"]
TEMPLATE = "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}>"


def token(byte: int) -> int:
    return len(SPECIAL) + byte


def write(path: str) -> None:
    chance = np.random.default_rng(20261121)
    vocabulary = SPECIAL + [f"<0x{byte:02X}>".encode() for byte in range(256)]
    size = len(vocabulary)
    kinds = [gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL]
    model = gguf.GGUFWriter(path, "llama")
    model.add_context_length(CONTEXT)
    model.add_embedding_length(WIDTH)
    model.add_block_count(BLOCKS)
    model.add_feed_forward_length(HIDDEN)
    model.add_head_count(HEADS)
    model.add_head_count_kv(HEADS)
    model.add_rope_dimension_count(WIDTH // HEADS)
    model.add_layer_norm_rms_eps(1e-5)
    model.add_vocab_size(size)
    model.add_tokenizer_model("llama")
    model.add_token_list(vocabulary)
    model.add_token_scores([0.0] * size)
    model.add_token_types(kinds + [gguf.TokenType.BYTE] * 256)
    model.add_unk_token_id(0)
    model.add_bos_token_id(1)
    model.add_eos_token_id(2)
    model.add_add_space_prefix(False)
    model.add_chat_template(TEMPLATE)

    def noise(*shape: int) -> np.ndarray:
        return chance.standard_normal(shape).astype(np.float32)

    embedding = noise(size, WIDTH)
    output = 0.05 * noise(size, WIDTH)
    chain = [token(byte) for byte in PROMPT_END + EXPECTED] + [2]
    for last, following in zip(chain, chain[1:], strict=False):
        output[following] += embedding[last]
    model.add_tensor("token_embd.weight", embedding)
    model.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    model.add_tensor("output.weight", output)
    for block in range(BLOCKS):
        name = f"blk.{block}."
        model.add_tensor(name + "attn_norm.weight", np.ones(WIDTH, np.float32))
        model.add_tensor(name + "ffn_norm.weight", np.ones(WIDTH, np.float32))
        for part in ("attn_q", "attn_k", "attn_v"):
            model.add_tensor(f"{name}{part}.weight", noise(WIDTH, WIDTH))
        model.add_tensor(name + "attn_output.weight", np.zeros((WIDTH, WIDTH), np.float32))
        model.add_tensor(name + "ffn_gate.weight", noise(HIDDEN, WIDTH))
        model.add_tensor(name + "ffn_up.weight", noise(HIDDEN, WIDTH))
        model.add_tensor(name + "ffn_down.weight", np.zeros((WIDTH, HIDDEN), np.float32))
    model.write_header_to_file()
    model.write_kv_data_to_file()
    model.write_tensors_to_file()
    model.close()


def serve(path: str) -> None:
    settings = xllamacpp.CommonParams()
    settings.model.path = path
    settings.model_alias = {"tiny"}
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.warmup = False
    server = xllamacpp.Server(settings)
    print(server.listening_address, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    write(sys.argv[1])
    serve(sys.argv[1])
