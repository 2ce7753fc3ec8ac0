import { request } from '@/wire/api';
import { RETENTION, type Retention } from '@/wire/retention';
import type { components } from '@/wire/types.gen';

export type RetentionChange = components['schemas']['RetentionBody'];

export function putRetention(change: RetentionChange): Promise<Retention> {
  return request<Retention>(RETENTION, { method: 'PUT', body: change });
}
