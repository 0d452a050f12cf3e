package kepu.config;

/** What residents may order and how long it is kept, as `kepu.yaml` explains it. */
public record Orders(int chars, int wishDays, int openPerResident, int dailyPerResident, int inboxDays, int keepDays) {
    public Orders {
        Config.between("orders.chars", chars, 10, 1_000);
        Config.between("orders.wishDays", wishDays, 1, 366);
        Config.between("orders.openPerResident", openPerResident, 1, 1_000);
        Config.between("orders.dailyPerResident", dailyPerResident, 1, 1_000);
        Config.between("orders.inboxDays", inboxDays, 1, 3_650);
        Config.between("orders.keepDays", keepDays, 1, 36_500);
    }
}
