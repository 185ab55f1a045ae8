/**
 * Chat templates like those of well-known models, written anew from the formats in their model cards: the text before
 * and after a turn, the place of a system message, and the beginning of an answer.
 */
export const TEMPLATES: Record<string, { template: string; special: string[]; bos: string | null; eos: string }> = {
  ChatML: {
    template:
      "{% for m in messages %}{{ '<|im_start|>' ~ m.role ~ '\\n' ~ m.content ~ '<|im_end|>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}",
    special: ["<|im_start|>", "<|im_end|>"],
    bos: null,
    eos: "<|im_end|>",
  },
  "Llama 2": {
    template:
      "{% if messages[0]['role'] == 'system' %}{% set rest = messages[1:] %}{% set system = messages[0]['content'] %}" +
      "{% else %}{% set rest = messages %}{% set system = false %}{% endif %}" +
      "{% for m in rest %}{% if (m['role'] == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('Roles must alternate') }}{% endif %}" +
      "{% if loop.index0 == 0 and system %}{% set text = '<<SYS>>\\n' + system + '\\n<</SYS>>\\n\\n' + m['content'] %}{% else %}{% set text = m['content'] %}{% endif %}" +
      "{% if m['role'] == 'user' %}{{ bos_token + '[INST] ' + text.strip() + ' [/INST]' }}{% else %}{{ ' ' + text.strip() + ' ' + eos_token }}{% endif %}{% endfor %}",
    special: ["<s>", "</s>"],
    bos: "<s>",
    eos: "</s>",
  },
  "Llama 3": {
    template:
      "{{ bos_token }}{% for m in messages %}{{ '<|start_header_id|>' + m['role'] + '<|end_header_id|>\\n\\n' + m['content'] | trim + '<|eot_id|>' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}",
    special: ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
    bos: "<|begin_of_text|>",
    eos: "<|end_of_text|>",
  },
  Gemma: {
    template:
      "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" +
      "{% for m in messages %}{% if m['role'] == 'assistant' %}{% set role = 'model' %}{% else %}{% set role = m['role'] %}{% endif %}" +
      "{{ '<start_of_turn>' + role + '\\n' + m['content'] | trim + '<end_of_turn>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}",
    special: ["<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"],
    bos: "<bos>",
    eos: "<eos>",
  },
  Mistral: {
    template:
      "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] + ' [/INST]' }}" +
      "{% elif m['role'] == 'assistant' %}{{ m['content'] + eos_token }}{% else %}{{ raise_exception('Only user and assistant roles') }}{% endif %}{% endfor %}",
    special: ["<s>", "</s>"],
    bos: "<s>",
    eos: "</s>",
  },
  "Phi-3": {
    template:
      "{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] + '<|end|>\\n' }}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% else %}{{ eos_token }}{% endif %}",
    special: ["<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"],
    bos: null,
    eos: "<|endoftext|>",
  },
  Zephyr: {
    template:
      "{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] + eos_token + '\\n' }}" +
      "{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}{% endfor %}",
    special: ["<s>", "</s>"],
    bos: "<s>",
    eos: "</s>",
  },
  Qwen3: {
    template:
      "{%- set ns = namespace(last=0) -%}{%- for m in messages -%}{%- if m.role == 'user' -%}{%- set ns.last = loop.index0 -%}{%- endif -%}{%- endfor -%}" +
      "{%- for m in messages -%}{%- set text = m.content -%}{%- set thought = '' -%}" +
      "{%- if '</think>' in text -%}{%- set thought = text.split('</think>')[0].rstrip('\\n').split('<think>')[-1].lstrip('\\n') -%}{%- set text = text.split('</think>')[-1].lstrip('\\n') -%}{%- endif -%}" +
      "{{- '<|im_start|>' + m.role + '\\n' -}}{%- if m.role == 'assistant' and loop.index0 > ns.last and (loop.last or thought) -%}" +
      "{{- '<think>\\n' + thought.strip('\\n') + '\\n</think>\\n\\n' -}}{%- endif -%}{{- text + '<|im_end|>\\n' -}}{%- endfor -%}" +
      "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n' -}}{%- endif -%}",
    special: ["<|im_start|>", "<|im_end|>", "<think>", "</think>"],
    bos: null,
    eos: "<|im_end|>",
  },
  SmolLM3: {
    template:
      "{{- '<|im_start|>system\\nKnowledge ends in 2025.\\n' -}}{%- if messages[0].role == 'system' -%}{{- messages[0].content + '\\n' -}}{%- endif -%}{{- '<|im_end|>\\n' -}}" +
      "{%- for m in messages -%}{%- if m.role == 'user' -%}{{- '<|im_start|>user\\n' + m.content + '<|im_end|>\\n' -}}" +
      "{%- elif m.role == 'assistant' -%}{{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n' + m.content.lstrip('\\n') + '<|im_end|>\\n' -}}{%- endif -%}{%- endfor -%}" +
      "{%- if add_generation_prompt -%}{{- '<|im_start|>assistant\\n<think>\\n\\n</think>\\n' -}}{%- endif -%}",
    special: ["<|im_start|>", "<|im_end|>", "<think>", "</think>"],
    bos: null,
    eos: "<|im_end|>",
  },
  "DeepSeek-R1": {
    template:
      "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'system' %}{{ m['content'] }}{% elif m['role'] == 'user' %}{{ '<|User|>' + m['content'] }}" +
      "{% else %}{% set text = m['content'] %}{% if '</think>' in text %}{% set text = text.split('</think>')[-1] %}{% endif %}{{ '<|Assistant|>' + text + eos_token }}{% endif %}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|Assistant|><think>\\n' }}{% endif %}",
    special: ["<|begin|>", "<|end|>", "<|User|>", "<|Assistant|>", "<think>", "</think>"],
    bos: "<|begin|>",
    eos: "<|end|>",
  },
  OLMo: {
    template:
      "{{ eos_token }}{% for m in messages %}{{ '<|' ~ m['role'] ~ '|>\\n' ~ m['content'] }}{% if m['role'] == 'assistant' and loop.last %}{{ eos_token }}{% else %}{{ '\\n' }}{% endif %}" +
      "{% if loop.last and add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}{% endfor %}",
    special: ["<|endoftext|>"],
    bos: null,
    eos: "<|endoftext|>",
  },
  Tulu: {
    template:
      "{% for m in messages %}{{ '<|' + m['role'] + '|>\\n' + m['content'] }}{% if m['role'] == 'assistant' %}{{ eos_token }}{% endif %}{% if not loop.last or m['role'] != 'assistant' %}{{ '\\n' }}{% endif %}{% endfor %}" +
      "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}",
    special: ["<s>", "</s>"],
    bos: "<s>",
    eos: "</s>",
  },
};
