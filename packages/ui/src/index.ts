export * from './plain/index.js';
export { Dialog, type DialogProps } from './interactive/dialog.js';
export { FileDrop, type FileDropProps } from './interactive/file-drop.js';
export { Loading, ProgressBar, type LoadingProps, type ProgressBarProps } from './interactive/progress.js';
export {
  StatusProvider,
  useStatus,
  type StatusMessage,
  type StatusProviderProps,
} from './interactive/status-region.js';
export { Tabs, type TabsProps } from './interactive/tabs.js';
