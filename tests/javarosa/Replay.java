import java.io.*;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import org.javarosa.core.model.*;
import org.javarosa.core.model.data.*;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.*;
import org.javarosa.core.reference.*;
import org.javarosa.core.services.*;
import org.javarosa.form.api.*;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.*;
import org.opendatakit.validate.StubPropertyManager;

/**
 * Fills in forms in JavaRosa, and tells after every step what has become of them.
 *
 * Read from standard input, one order a line, its words separated by blanks and written as in a URL:
 *   form FILE | answer REF VALUE | add REPEAT | remove TURN
 * Written to standard output: a line "code CODE" for the order, then "node REF RELEVANT VALUE" for every node.
 */
public class Replay {
    private static final PrintStream OUT = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    private static FormEntryController controller;

    public static void main(String[] folder) throws IOException {
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new StubPropertyManager());
        ReferenceManager.instance().addReferenceFactory(new Beside(folder[0]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String code;
            try {
                code = follow(Arrays.stream(line.split(" ", -1)).map(Replay::decoded).toArray(String[]::new));
            } catch (Exception failed) {
                code = "FAILED " + failed.toString().replace('\n', ' ');
            }
            OUT.println("code " + code);
            if (controller != null) {
                pass();
                tell(controller.getModel().getForm().getInstance().getRoot(), "");
            }
            OUT.println("end");
        }
        OUT.flush();
    }

    private static String follow(String[] order) throws Exception {
        if (order[0].equals("form")) {
            controller = null;
            FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(order[1]));
            form.initialize(true, new InstanceInitializationFactory());
            controller = new FormEntryController(new FormEntryModel(form));
            return "0";
        }
        FormIndex at = find(order[1]);
        if (at == null) {
            return "NOTFOUND";
        }
        switch (order[0]) {
            case "answer":
                return answer(at, order[2]);
            case "add":
                controller.newRepeat(at);
                return "0";
            default:
                controller.deleteRepeat(at);
                return "0";
        }
    }

    /** The place of a question, of a turn of a repeat, or of the next turn of a repeat. */
    private static FormIndex find(String ref) {
        FormEntryModel model = controller.getModel();
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        for (index = model.incrementIndex(index); !index.isEndOfFormIndex(); index = model.incrementIndex(index)) {
            if (written(index.getReference()).equals(ref)) {
                return index;
            }
        }
        return null;
    }

    /** Once through the whole form: counted repeats get their turns when somebody comes by. */
    private static void pass() {
        FormEntryModel model = controller.getModel();
        FormIndex index = FormIndex.createBeginningOfFormIndex();
        for (index = model.incrementIndex(index); !index.isEndOfFormIndex(); index = model.incrementIndex(index)) {
            model.setQuestionIndex(index);
        }
    }

    private static String written(TreeReference ref) {
        return ref.toString(true).replaceAll("\\[1\\]", "").replaceAll("\\[@template\\]", "[0]");
    }

    private static String answer(FormIndex at, String value) {
        FormEntryPrompt prompt = controller.getModel().getQuestionPrompt(at);
        IAnswerData data;
        try {
            data = value.isEmpty() ? null : read(prompt, value);
        } catch (RuntimeException unreadable) {
            return "TYPE";
        }
        return data == null && !value.isEmpty() ? "TYPE" : "" + controller.answerQuestion(at, data, true);
    }

    private static IAnswerData read(FormEntryPrompt prompt, String value) {
        int control = prompt.getControlType();
        boolean one = control == Constants.CONTROL_SELECT_ONE;
        if (!one && control != Constants.CONTROL_SELECT_MULTI && control != Constants.CONTROL_RANK) {
            return XFormAnswerDataParser.getAnswerData(value, prompt.getDataType(), prompt.getQuestion());
        }
        List<Selection> chosen = new ArrayList<>();
        for (String each : one ? new String[] {value} : value.split(" ")) {
            for (SelectChoice choice : prompt.getSelectChoices()) {
                if (choice.getValue().equals(each)) {
                    chosen.add(choice.selection());
                }
            }
        }
        if (chosen.isEmpty()) {
            return null;
        }
        return one ? new SelectOneData(chosen.get(0)) : new MultipleItemsData(chosen);
    }

    private static void tell(TreeElement node, String above) {
        if (node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String ref = above + "/" + node.getName() + (node.getMult() > 0 ? "[" + (node.getMult() + 1) + "]" : "");
        IAnswerData value = node.getValue();
        String text = value == null ? "" : value.uncast().getString();
        OUT.println("node " + encoded(ref) + " " + (node.isRelevant() ? 1 : 0) + " " + encoded(text));
        for (int i = 0; i < node.getNumChildren(); i++) {
            tell(node.getChildAt(i), ref);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String decoded(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    /** The lists of a form: all of them lie in one folder. */
    private static class Beside implements ReferenceFactory {
        private final String folder;

        Beside(String folder) {
            this.folder = folder;
        }

        public boolean derives(String uri) {
            return uri.startsWith("jr://");
        }

        public Reference derive(String uri) {
            File file = new File(folder, uri.substring(uri.lastIndexOf('/') + 1));
            return new Reference() {
                public boolean doesBinaryExist() { return file.exists(); }
                public InputStream getStream() throws IOException { return new FileInputStream(file); }
                public String getURI() { return uri; }
                public String getLocalURI() { return file.getPath(); }
                public boolean isReadOnly() { return true; }
                public OutputStream getOutputStream() throws IOException { throw new IOException("read only"); }
                public void remove() { }
                public Reference[] probeAlternativeReferences() { return new Reference[0]; }
            };
        }

        public Reference derive(String uri, String context) {
            return derive(uri);
        }
    }
}
