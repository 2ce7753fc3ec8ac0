/** What one call's connection is given, and what it tells. */
import type { ClosedWhy, ConnectionState } from './connectionTypes';
import type { SoundStore } from './keptSound';
import type { ServerMessage } from './messages';
import type { Packer, PackerOutput } from './opusPacker';

/** The part of WebSocket that is used. */
export interface Socket {
  binaryType: BinaryType;
  readonly bufferedAmount: number;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(bytes: string | ArrayBuffer): void;
  close(code?: number): void;
}

export interface ConnectionStatus {
  at: ConnectionState['at'];
  /** Set while waiting, wall clock. */
  retryAtMs: number | null;
  closed: ClosedWhy | null;
  problem: { code: string; message: string } | null;
}

export interface AudioBacklog {
  waitingMs: number;
  lostMs: number;
}

export interface Listener {
  message: (message: ServerMessage) => void;
  status: (status: ConnectionStatus) => void;
}

export interface Surroundings {
  open: (url: string) => Socket;
  /** Milliseconds that no change of the computer's clock can move. */
  now: () => number;
  random: () => number;
  log: (what: string, detail: Record<string, unknown>) => void;
  /** Packs sound for a thin line; null: it is sent as it is. */
  pack: ((output: PackerOutput) => Packer) | null;
  /** Where unacknowledged sound outlives the page; null: nowhere. */
  store: SoundStore | null;
}
