"""From a question to an answer: parse → Plan → lookup and retrieval → Evidence → Answer."""
