/** The channels of a call as this page opens them. */
export const MICROPHONE_CHANNEL = 0;
