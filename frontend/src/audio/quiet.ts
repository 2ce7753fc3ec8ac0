import { SILENT } from './meter';
import type { Levels } from './types';

export const QUIET: Levels = { microphone: SILENT, customer: SILENT };
