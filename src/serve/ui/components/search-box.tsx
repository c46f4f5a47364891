// A field that searches when Enter is pressed or the typing pauses.

import { useEffect, useRef } from "preact/hooks";

interface SearchBoxProps {
  readonly value: string;
  readonly label: string;
  readonly onSearch: (words: string) => void;
}

const pauseMs = 350;

export function SearchBox({ value, label, onSearch }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const element = input.current;
    if (element !== null && element !== document.activeElement) element.value = value;
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const search = () => {
    clearTimeout(timer.current);
    const words = input.current?.value.trim() ?? "";
    if (words !== value) onSearch(words);
  };
  return (
    <input
      ref={input}
      type="search"
      class="search-box"
      placeholder={label}
      aria-label={label}
      defaultValue={value}
      onInput={() => {
        clearTimeout(timer.current);
        timer.current = setTimeout(search, pauseMs);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") search();
      }}
    />
  );
}
