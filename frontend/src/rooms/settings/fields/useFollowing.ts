import { useState } from 'react';

/** What is being typed. When the kept value changes, from wherever, it replaces what was typed. */
export function useFollowing(kept: string): [string, (text: string) => void] {
  const [seen, setSeen] = useState(kept);
  const [text, setText] = useState(kept);
  if (seen !== kept) {
    setSeen(kept);
    setText(kept);
  }
  return [text, setText];
}
