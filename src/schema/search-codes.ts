/** Numbers of the views in the index of full text: its rowids are `id * 16 + code`. A test holds them against the view `search`. */
export const searchCodes: Readonly<Record<string, number>> = {
  messages: 1,
  tool_calls: 2,
  prompt_events: 3,
  errors: 4,
  files: 5,
  documents: 6,
  logs: 7,
  events: 8,
};
