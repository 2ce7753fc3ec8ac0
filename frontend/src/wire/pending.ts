import type { CallEvent, ClientMessage } from './messages';

export type Command = Exclude<ClientMessage, { type: 'start_call' | 'resume_call' | 'ping' }>;

const MOST = 64;

/** Whether `event` is what the server says once it has done `command`. */
function answers(event: CallEvent, command: Command): boolean {
  switch (command.type) {
    case 'pause':
      return event.type === 'paused';
    case 'unpause':
      return event.type === 'unpaused';
    case 'mute':
      return event.type === 'muted' && event.channel === command.channel;
    case 'swap_speakers':
      return event.type === 'speakers_swapped';
    case 'set_mode':
      return event.type === 'mode';
    case 'use_suggestion':
      return event.type === 'suggestion_used' && event.id === command.id;
    case 'dismiss_suggestion':
      return event.type === 'suggestion_dismissed' && event.id === command.id;
    case 'vote':
      return event.type === 'suggestion_voted' && event.id === command.id;
    case 'set_objective':
      return event.type === 'objective' && event.id === command.id && event.by === 'user';
    case 'mark_moment':
      return event.type === 'moment';
    case 'note':
      return event.type === 'note' && event.text === command.text;
    case 'end_call':
      return event.type === 'call_ended';
  }
}

/**
 * Commands the server has not answered yet. A socket that breaks may have swallowed them, so they
 * go out once more on the next one, after the events missed in between had their say; `end_call`
 * goes out until it is answered.
 */
export class PendingCommands {
  private waiting: { command: Command; repeated: boolean }[] = [];

  add(command: Command): void {
    this.waiting.push({ command, repeated: false });
    if (this.waiting.length > MOST) this.waiting.shift();
  }

  confirm(event: CallEvent): void {
    const at = this.waiting.findIndex(({ command }) => answers(event, command));
    if (at >= 0) this.waiting.splice(at, 1);
  }

  has(type: Command['type']): boolean {
    return this.waiting.some(({ command }) => command.type === type);
  }

  /** What has to be said again on a new socket. */
  repeat(): Command[] {
    this.waiting = this.waiting.filter((w) => !w.repeated || w.command.type === 'end_call');
    for (const entry of this.waiting) entry.repeated = true;
    return this.waiting.map(({ command }) => command);
  }
}
