"""Text from any server that speaks the OpenAI chat protocol: OpenAI, Ollama, vLLM, LM Studio, llama.cpp …"""
