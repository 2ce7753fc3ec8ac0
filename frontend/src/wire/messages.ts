/** The live socket's messages under short names; the shapes are generated from the server's. */
import type { components } from './types.gen';

type Schemas = components['schemas'];

export type ClientMessage = Schemas['ClientMessage'];
export type ServerMessage = Schemas['ServerMessage'];
export type CallEvent = Schemas['CallEvent'];
export type StartCall = Schemas['StartCall'];
export type Transcription = Schemas['Transcription'];
export type SuggestionShown = Schemas['SuggestionShown'];
export type SuggestionWithdrawn = Schemas['SuggestionWithdrawn'];
export type GuidanceShown = Schemas['GuidanceShown'];
export type ModelUsed = Schemas['ModelUsed'];
export type CallMetrics = Schemas['CallMetrics'];
export type CallEnded = Schemas['CallEnded'];
export type Gap = Schemas['Gap'];
export type Cue = Schemas['Cue'];
export type Degraded = Schemas['Degraded'];
export type Evidence = Schemas['Evidence'];
export type Customer = Schemas['Customer'];
export type Speaker = Schemas['Speaker'];
export type Stage = Schemas['Stage'];
export type ObjectionType = Schemas['ObjectionType'];
export type Sentiment = Schemas['Sentiment'];
export type Urgency = Schemas['Urgency'];
export type Source = Schemas['Source'];
export type CoachingMode = CallStarted['mode'];
export type CallStarted = Schemas['CallStarted'];
export type Vote = NonNullable<Schemas['Vote']['vote']>;
export type GapReason = Gap['reason'];
export type Component = Degraded['component'];
