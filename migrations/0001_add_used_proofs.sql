-- Why: a proof of work must not be used twice.
-- Locks taken: none that matters; the table is new. Unlogged (by hand; drizzle-kit does not know it):
-- a proof is worthless after ten minutes, so losing them in a crash costs nothing.
-- On a million rows: nothing to move.
-- The way back: drop the table.
CREATE UNLOGGED TABLE "used_proofs" (
	"proof_index" "bytea" PRIMARY KEY NOT NULL,
	"used_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "used_proofs_used_at_idx" ON "used_proofs" USING btree ("used_at");