/** Asking the browser for sound. Rejects with the browser's own DOMException. */

/** Chromium's words for the picker, which the type library does not know yet. */
interface ShareOptions extends DisplayMediaStreamOptions {
  controller?: ShareController;
  systemAudio?: 'include' | 'exclude';
  preferCurrentTab?: boolean;
  selfBrowserSurface?: 'include' | 'exclude';
  surfaceSwitching?: 'include' | 'exclude';
}

interface ShareController {
  setFocusBehavior: (behavior: 'no-focus-change') => void;
}

declare global {
  interface Window {
    CaptureController?: new () => ShareController;
  }
}

type TabAudio = MediaTrackConstraints & { suppressLocalAudioPlayback?: boolean };

/** False over plain HTTP from another host: such a page has no `mediaDevices` at all. */
export function hasCapture(): boolean {
  return 'mediaDevices' in navigator && 'getUserMedia' in navigator.mediaDevices;
}

export function hasShare(): boolean {
  return hasCapture() && 'getDisplayMedia' in navigator.mediaDevices;
}

/** The salesperson's microphone, cleaned by the browser. Without an id: the system's default. */
export function askMicrophone(deviceId: string | null): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: {
      ...(deviceId === null ? {} : { deviceId: { exact: deviceId } }),
      channelCount: 1,
      echoCancellation: true,
      noiseSuppression: true,
      autoGainControl: true,
    },
  });
}

/** An input that carries the other side (a loopback): nothing in it may be cleaned away. */
export function askLoopback(deviceId: string): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({
    audio: {
      deviceId: { exact: deviceId },
      echoCancellation: false,
      noiseSuppression: false,
      autoGainControl: false,
    },
  });
}

/** Chromium goes to the tab that was shared, away from the check or the call, unless told to stay. */
function stayHere(): { controller?: ShareController } {
  const Controller = window.CaptureController;
  if (Controller === undefined) return {};
  const controller = new Controller();
  controller.setFocusBehavior('no-focus-change');
  return { controller };
}

/** A tab or the system with its sound. The picture is asked for because browsers insist on one. */
export function askShare(): Promise<MediaStream> {
  const audio: TabAudio = {
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    suppressLocalAudioPlayback: false,
  };
  const options: ShareOptions = {
    ...stayHere(),
    audio,
    video: { width: 320, height: 180, frameRate: 1 },
    systemAudio: 'include',
    preferCurrentTab: false,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
  };
  return navigator.mediaDevices.getDisplayMedia(options);
}

export function stopStream(stream: MediaStream | null): void {
  stream?.getTracks().forEach((track) => track.stop());
}
