import { ApiError, request } from '@/wire/api';
import type { components } from '@/wire/types.gen';

type CallView = components['schemas']['CallDetailView'];

/** What the server knows of calls that no page of ours serves just now. */
export interface ServerCalls {
  /** False once a call has ended or was deleted; true also while nobody can be asked. */
  isOpen: (callId: string) => Promise<boolean>;
  /** Rejects when the call cannot be ended: another page serves it, or nobody answers. */
  end: (callId: string) => Promise<void>;
}

const path = (callId: string): string => `/api/v1/calls/${encodeURIComponent(callId)}`;

export const serverCalls: ServerCalls = {
  isOpen: async (callId) => {
    try {
      return (await request<CallView>(path(callId))).status !== 'ended';
    } catch (error) {
      return !(error instanceof ApiError && error.status === 404);
    }
  },
  end: (callId) => request(`${path(callId)}/end`, { method: 'POST' }),
};
