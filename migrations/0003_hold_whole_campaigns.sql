-- Why: a site holds the whole of its campaign: what is asked of whom, where the article contradicts itself, and what was
-- corrected; says where a petition's addressee takes petitions of its own (server/decisions/023); and mails the link to a
-- signer's own page in the language in which it was asked for (server/decisions/025).
-- Locks taken: ACCESS EXCLUSIVE on campaigns, petitions and signer_links for an instant each: the defaults rewrite no table.
-- On a million rows: none of these tables holds many.
-- The way back: drop the table and the four columns.
CREATE TABLE "asks" (
	"campaign_id" uuid NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"body" jsonb NOT NULL,
	CONSTRAINT "asks_campaign_id_id_pkey" PRIMARY KEY("campaign_id","id")
);
--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "inconsistencies" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "campaigns" ADD COLUMN "corrections" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "petitions" ADD COLUMN "official_system" jsonb;--> statement-breakpoint
ALTER TABLE "signer_links" ADD COLUMN "locale" char(2) DEFAULT 'en' NOT NULL;--> statement-breakpoint
ALTER TABLE "asks" ADD CONSTRAINT "asks_campaign_id_campaigns_id_fk" FOREIGN KEY ("campaign_id") REFERENCES "public"."campaigns"("id") ON DELETE cascade ON UPDATE no action;
