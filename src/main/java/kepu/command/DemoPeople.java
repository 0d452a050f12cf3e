package kepu.command;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Accounts;
import kepu.people.Phone;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.region.RegionCode;
import kepu.store.Bulk;

/** The people of the demo who can log in: a dozen residents of different groups in two villages, and staff of every role. */
final class DemoPeople {
    /** A resident with a phone. */
    record DemoResident(long id, Phone phone, RegionCode village, List<Group> groups) {}

    /** A member of staff with the password in plain, for the demo's own file only. */
    record DemoStaff(long id, String account, String password, Role role, RegionCode scope) {}

    /** What a demo resident is made of; {@code inTown} says in which of the two villages they live. */
    private record Sketch(
            boolean inTown, int birthYear, String occupation, List<Group> groups, List<Topic> interests) {}

    private static final List<Sketch> SKETCHES = List.of(
            new Sketch(false, 1951, "种粮农户", List.of(Group.ELDER, Group.FARMER), List.of(Topic.HEALTH, Topic.CROPS)),
            new Sketch(false, 1972, "种粮农户", List.of(Group.FARMER), List.of(Topic.PESTS, Topic.MACHINERY)),
            new Sketch(false, 1983, "家庭农场主", List.of(Group.COOP, Group.FARMER), List.of(Topic.MACHINERY, Topic.CROPS)),
            new Sketch(false, 1990, "返乡创业", List.of(Group.RETURNEE), List.of(Topic.DIGITAL)),
            new Sketch(false, 1986, "在家照顾老人孩子", List.of(Group.WOMAN), List.of(Topic.CHILD, Topic.FOOD)),
            new Sketch(false, 2011, "学生", List.of(Group.CHILD, Group.YOUTH), List.of(Topic.SCIENCE)),
            new Sketch(true, 1955, "退休", List.of(Group.ELDER), List.of(Topic.MEDICINE, Topic.FRAUD)),
            new Sketch(true, 1988, "锂电厂工人", List.of(Group.WORKER), List.of(Topic.ENERGY, Topic.WORKSAFE)),
            new Sketch(true, 1996, "外卖员", List.of(Group.GIG), List.of()),
            new Sketch(true, 1980, "社区干部", List.of(Group.OFFICIAL), List.of(Topic.EVIDENCE)),
            new Sketch(true, 2009, "学生", List.of(Group.YOUTH), List.of(Topic.SCIENCE, Topic.ENERGY)),
            new Sketch(true, 1978, "工人", List.of(Group.WORKER, Group.WOMAN), List.of(Topic.HEALTH)));

    private static final long FIRST_PHONE = 13_800_000_001L;

    private final Bulk bulk;
    private final Secrets secrets;
    private final RegionCode rural;
    private final RegionCode town;

    private DemoPeople(Bulk bulk, Secrets secrets, RegionCode rural, RegionCode town) {
        this.bulk = bulk;
        this.secrets = secrets;
        this.rural = rural;
        this.town = town;
    }

    /** The two villages of the region where most synthetic residents live, one in the country and one in town. */
    static DemoPeople in(Bulk bulk, Secrets secrets) throws SQLException {
        return new DemoPeople(bulk, secrets, largest(bulk, "%村委会"), largest(bulk, "%居委会"));
    }

    List<DemoResident> residents(Instant now, String consentVersion) throws SQLException, IOException {
        List<DemoResident> residents = new ArrayList<>();
        for (int i = 0; i < SKETCHES.size(); i++) {
            Phone phone = new Phone(Long.toString(FIRST_PHONE + i));
            Sketch sketch = SKETCHES.get(i);
            RegionCode village = sketch.inTown() ? town : rural;
            residents.add(new DemoResident(
                    add(sketch, phone, village, now, consentVersion), phone, village, sketch.groups()));
        }
        return residents;
    }

    /** {@code known}: passwords by account from an earlier start, which stay as they are. */
    List<DemoStaff> staff(Map<String, String> known) throws SQLException, IOException {
        RegionCode city = rural.at(kepu.region.Level.CITY);
        List<DemoStaff> staff = new ArrayList<>();
        staff.add(staff("chuanboyuan", "王小科", Role.DISSEMINATOR, rural, known));
        staff.add(staff("chuanboyuan2", "李小普", Role.DISSEMINATOR, town, known));
        staff.add(staff("bianji", "赵编辑", Role.EDITOR, city, known));
        staff.add(staff("shenhe", "钱审核", Role.REVIEWER, RegionCode.COUNTRY, known));
        staff.add(staff("shenhe2", "吴审核", Role.REVIEWER, city, known));
        staff.add(staff("shenhe3", "郑审核", Role.REVIEWER, city, known));
        staff.add(staff("yunying", "孙运营", Role.OPERATOR, city, known));
        staff.add(staff("guanli", "周管理", Role.ADMINISTRATOR, RegionCode.COUNTRY, known));
        return staff;
    }

    private long add(Sketch sketch, Phone phone, RegionCode village, Instant now, String consentVersion)
            throws SQLException, IOException {
        byte[] hash = Residents.phoneHash(secrets, phone);
        return bulk.transact(() -> {
            bulk.run(
                    "insert into resident (phone_hash, phone_sealed, village, groups, birth_year, occupation, interests,"
                            + " consent_version, consent_at, large_print) values (?, ?, ?, string_to_array(?, ','), ?, ?,"
                            + " string_to_array(?, ','), ?, ?, ?) on conflict (phone_hash) do nothing",
                    hash,
                    secrets.seal(phone.digits()),
                    village.first(),
                    codes(sketch.groups()),
                    sketch.birthYear(),
                    sketch.occupation(),
                    codes(sketch.interests()),
                    consentVersion,
                    now.minus(Duration.ofDays(100)).atOffset(ZoneOffset.UTC),
                    sketch.groups().contains(Group.ELDER));
            return bulk.read("select id from resident where phone_hash = ?", row -> row.getLong(1), hash)
                    .getFirst();
        });
    }

    private DemoStaff staff(String account, String name, Role role, RegionCode scope, Map<String, String> known)
            throws SQLException, IOException {
        String password = known.get(account);
        if (password == null) {
            password = Accounts.freshPassword();
            Accounts.set(bulk, account, name, role, scope, password);
        }
        long id = bulk.read("select id from staff where account = ?", row -> row.getLong(1), account)
                .getFirst();
        return new DemoStaff(id, account, password, role, scope);
    }

    private static RegionCode largest(Bulk bulk, String name) throws SQLException {
        return bulk
                .read(
                        "select g.code from region g join (select village, count(*) as residents from resident where synthetic"
                                + " group by village) r on g.first = r.village and g.level = 5 where g.name like ?"
                                + " order by r.residents desc, g.code limit 1",
                        row -> RegionCode.of(row.getString(1)),
                        name)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the synthetic population has nobody in a " + name));
    }

    private static String codes(List<? extends Coded> words) {
        return String.join(",", words.stream().map(Coded::code).toList());
    }
}
