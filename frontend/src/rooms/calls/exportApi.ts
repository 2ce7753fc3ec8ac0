import { httpUrl } from '@/wire/backend';
import type { operations } from '@/wire/types.gen';

export type ExportFormat = operations['export_call']['parameters']['query']['format'];

/** Where the call comes as a file. */
export function callFileUrl(id: string, format: ExportFormat): string {
  return httpUrl(`/api/v1/calls/${encodeURIComponent(id)}/export?format=${format}`);
}
