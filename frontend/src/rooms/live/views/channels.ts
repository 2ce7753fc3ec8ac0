export { MICROPHONE as MICROPHONE_CHANNEL } from '@/audio/types';
