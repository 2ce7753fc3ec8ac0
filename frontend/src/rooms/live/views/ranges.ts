/** Up to where a figure is in its range while you talk: the review judges by the same numbers. */
export const RANGES = {
  talk_percent: 65,
  monologue_ms: 90_000,
  interruptions: 1,
  pace_wpm: 188,
} as const;

/** How much salespeople talk in calls that are won, on average (Gong Labs). */
export const WON_TALK_PERCENT = 43;
