DROP TABLE erased_ledger_entries;
DROP TABLE erased_engagements;
DROP TABLE erased_applications;
DROP TABLE ledger_entries;
DROP TABLE engagement_check_ins;
DROP TABLE engagement_logs;
DROP TABLE engagements;
