"""1 · Listen, believe, act: questions, contributions, understanding, answers, replies, decisions."""
