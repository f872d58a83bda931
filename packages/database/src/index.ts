export { addResources, type NewResource } from './add-resources.js';
export { endAllSessions, forgetTransactionIds, replayDeletions, type PastDeletion } from './after-restore.js';
export { openDatabase, type Database, type OpenOptions, type Row, type SqlResult } from './database.js';
export { lockFolder, type FolderLock } from './folder-lock.js';
export * from './generated/client.js';
export { assertMigrated, migrationNames, pendingMigrations } from './history.js';
export { makePrivateFolder, writePrivateFile } from './private-files.js';
export { DatabaseProblem, type DatabaseProblemCode } from './problem.js';
export { checkProduction, type ProductionProblem } from './production-checks.js';
export { migrationsFolder, projectFolder } from './project-files.js';
export { newCampaignKeys, openCampaignKey, seal, sealedPlace, sealText, unseal, unsealText } from './seal.js';
export {
  deriveKey,
  loadSecrets,
  logPublicKey,
  makeProductionSecrets,
  type Mode,
  type Secrets,
  upgradeSecrets,
} from './secrets.js';
export {
  closedAtOf,
  purge,
  purgeRules,
  RETENTION,
  retentionOutlook,
  type RetentionOutlook,
  type RetentionPeriods,
  type RetentionRule,
} from './retention.js';
export { countUnreadableEntries } from './unreadable-entries.js';
