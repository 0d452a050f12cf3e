package kepu;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The few arrows of the house: imports point one way, and each library has one door. */
class ArchitectureTest {
    /** From the bottom to the top: a room may use those before it. */
    private static final List<String> ROOMS = List.of(
            "base",
            "config",
            "net",
            "store",
            "region",
            "people",
            "content",
            "activity",
            "search",
            "recommend",
            "push",
            "insight",
            "alert",
            "answer",
            "rumour",
            "order",
            "simulate",
            "ops",
            "http",
            "bench",
            "command");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("kepu");

    private static final DescribedPredicate<JavaClass> MAKE_WORKERS = DescribedPredicate.describe(
            "make workers",
            type -> type.getMethodCallsFromSelf().stream()
                    .anyMatch(call -> call.getName().equals("createSharedWorkerExecutor")));

    private static final DescribedPredicate<JavaClass> BE_CLOSABLE = DescribedPredicate.describe(
            "be closable", type -> type.tryGetMethod("close").isPresent());

    @TestFactory
    Stream<DynamicTest> importsPointOneWay() {
        return ROOMS.stream()
                .filter(room -> !above(room).isEmpty())
                .map(room -> rule(
                        room + " uses no room above it",
                        noClasses()
                                .that()
                                .resideInAPackage("kepu." + room + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(above(room).toArray(String[]::new))));
    }

    @TestFactory
    Stream<DynamicTest> eachLibraryHasOneDoor() {
        return Stream.of(
                rule("Vert.x Web only in http", only("io.vertx.ext.web..", "kepu.http..")),
                rule("PostgreSQL's JDBC driver only in store", only("org.postgresql..", "kepu.store..")),
                rule("Flyway only in store", only("org.flywaydb..", "kepu.store..")),
                rule("the pool only in store", only("io.vertx.pgclient..", "kepu.store..")),
                rule("Redis only in store", only("io.lettuce..", "kepu.store..")),
                rule("Smile only in recommend", only("smile..", "kepu.recommend..")),
                rule("Spark only in its own room", only("org.apache.spark..", "kepu.recommend.train.spark..")),
                rule("JMH only in bench", only("org.openjdk.jmh..", "kepu.bench..")),
                rule("histograms only in the load of benches", only("org.HdrHistogram..", "kepu.bench.load..")),
                rule("Lucene only in search", only("org.apache.lucene..", "kepu.search..")),
                rule("ONNX only in search.sentence", only("ai.onnxruntime..", "kepu.search.sentence..")),
                rule("bitmaps only in the audience index", only("org.roaringbitmap..", "kepu.push.audience..")),
                rule("tokens only in people", only("com.nimbusds..", "kepu.people..")),
                rule("Markdown and its cleaning only in content", only("org.owasp..", "kepu.content..")),
                rule("diffs only in the review", only("com.github.difflib..", "kepu.content.review..")),
                rule("feeds are read in content.source only", only("com.rometools..", "kepu.content.source..")),
                rule("DOCX is read in content.source only", only("org.zwobble..", "kepu.content.source..")),
                rule("QR codes only in content.share", only("com.google.zxing..", "kepu.content.share..")),
                rule("PDF only in content.share", only("org.openpdf..", "kepu.content.share..")),
                rule("workbooks only in insight", only("org.dhatim..", "kepu.insight..")),
                rule(
                        "the command line only in command and Main",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("kepu.command..", "kepu")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("picocli..")));
    }

    @TestFactory
    Stream<DynamicTest> habits() {
        return Stream.of(
                rule(
                        "base knows only the JDK",
                        classes()
                                .that()
                                .resideInAPackage("kepu.base..")
                                .should()
                                .onlyDependOnClassesThat()
                                .resideInAnyPackage(
                                        "java..", "javax.xml..", "kepu.base..", "org.jspecify..", "io.vertx.core..")),
                rule(
                        "the environment is read in config only, but for the log level",
                        noClasses()
                                .that()
                                .resideOutsideOfPackages("kepu.config..", "kepu.command..", "kepu")
                                .should()
                                .callMethod(System.class, "getenv")
                                .orShould()
                                .callMethod(System.class, "getenv", String.class)),
                rule(
                        "who makes workers ends them: Vert.x keeps those that nobody closes, and all that they lead to",
                        classes().that(MAKE_WORKERS).should(ArchCondition.from(BE_CLOSABLE))),
                rule("nobody sleeps", noClasses().should().callMethod(Thread.class, "sleep", long.class)),
                rule(
                        "no bins",
                        noClasses()
                                .should()
                                .haveSimpleNameEndingWith("Util")
                                .orShould()
                                .haveSimpleNameEndingWith("Helper")
                                .orShould()
                                .haveSimpleNameEndingWith("Manager")
                                .orShould()
                                .haveSimpleNameEndingWith("Base")
                                .orShould()
                                .haveSimpleNameEndingWith("Impl")),
                rule(
                        "http's classes stay in http",
                        classes()
                                .that()
                                .haveSimpleNameEndingWith("Routes")
                                .should()
                                .notBePublic()),
                rule(
                        "rooms have no cycles",
                        slices().matching("kepu.(*)..").should().beFreeOfCycles()));
    }

    private static ArchRule only(String library, String door) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(door)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static List<String> above(String room) {
        List<String> above = new ArrayList<>();
        ROOMS.subList(ROOMS.indexOf(room) + 1, ROOMS.size()).forEach(name -> above.add("kepu." + name + ".."));
        return above;
    }

    private static DynamicTest rule(String name, ArchRule rule) {
        return DynamicTest.dynamicTest(name, () -> rule.allowEmptyShould(true).check(CLASSES));
    }
}
