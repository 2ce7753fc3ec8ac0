/** What the page and the socket's Worker say to each other. */
import type { AudioBacklog, ConnectionStatus } from './callSurroundings';
import type { ServerMessage, StartCall } from './messages';
import type { Command } from './pending';

/** `keep`: its sound is worth keeping beyond the page; a recording can be played again. */
export interface ResumedCall {
  callId: string;
  token: string;
  keep: boolean;
}

export type ToWorker =
  | { do: 'start'; url: string; message: StartCall; audio: MessagePort | null; thin: boolean }
  | { do: 'resume'; url: string; call: ResumedCall; audio: MessagePort | null; thin: boolean }
  | { do: 'hand_over' }
  | { do: 'command'; command: Command }
  | { do: 'online' }
  | { do: 'quit' };

export type FromWorker =
  | { say: 'message'; message: ServerMessage }
  | { say: 'status'; status: ConnectionStatus }
  | { say: 'backlog'; backlog: AudioBacklog };

/** What the audio worklet posts straight to the Worker. */
export interface AudioPacket {
  /** One entry a channel, the same moment, 16 kHz. */
  channels: Int16Array[];
  capturedAtMs: number;
}
