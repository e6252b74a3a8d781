-- Why: the entries of a log are kept 256 to a row, as they are served: a row for each took four times as long to write
-- (server/decisions/022).
-- Locks taken: ACCESS EXCLUSIVE on ledger_entries and ledger_tiles until the end of the transaction: counting waits, signing does not.
-- On a million rows: every entry is read once and written once, some 10 seconds.
-- The way back: make ledger_entries anew from the bundles, each entry behind its length of 16 bits.
-- By hand: the move of the entries, and how tiles are stored.
CREATE TABLE "ledger_bundles" (
	"petition_id" uuid NOT NULL,
	"bundle_index" bigint NOT NULL,
	"entries" "bytea" NOT NULL,
	CONSTRAINT "ledger_bundles_petition_id_bundle_index_pkey" PRIMARY KEY("petition_id","bundle_index"),
	CONSTRAINT "ledger_bundles_entries_check" CHECK ("ledger_bundles"."bundle_index" >= 0 and octet_length("ledger_bundles"."entries") > 2)
);
--> statement-breakpoint
ALTER TABLE "ledger_bundles" ADD CONSTRAINT "ledger_bundles_petition_id_petitions_id_fk" FOREIGN KEY ("petition_id") REFERENCES "public"."petitions"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
LOCK TABLE "ledger_entries" IN ACCESS EXCLUSIVE MODE;--> statement-breakpoint
INSERT INTO "ledger_bundles" ("petition_id", "bundle_index", "entries")
SELECT "petition_id", "entry_index" / 256, string_agg(int2send(octet_length("entry")::int2) || "entry", ''::bytea ORDER BY "entry_index")
FROM "ledger_entries"
GROUP BY 1, 2;--> statement-breakpoint
DROP TABLE "ledger_entries";--> statement-breakpoint
-- Hashes cannot be compressed, and trying takes longer than storing them.
ALTER TABLE "ledger_tiles" ALTER COLUMN "hashes" SET STORAGE EXTERNAL;
