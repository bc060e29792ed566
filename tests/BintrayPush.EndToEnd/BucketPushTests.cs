using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BintrayPush.EndToEnd.Harness;

namespace BintrayPush.EndToEnd;

/// <summary>Builds that push into a bucket of a real engine, by the program of the package.</summary>
[TestClass]
public sealed class BucketPushTests : Scenario
{
    private const string Push = "-t:PushToBintray";
    private const string Repo = "acme/nuget";
    private const int LargeFile = 2 << 20;
    private const int SmallFile = 1 << 20;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private string Prefix { get; } = $"{Guid.NewGuid():N}";

    private CancellationToken Cancellation => TestContext.CancellationToken;

    [TestMethod]
    public async Task A_library_is_pushed_read_back_and_pushed_again_without_a_byte_and_no_library_of_the_engine_comes_into_the_build()
    {
        Library("Acme", In(CephGateway.Address(Prefix)));
        GiveCredentials();

        Dotnet("build", "Acme", "-c", "Release", "-t:PlanBintrayPush").Succeeds().Says($"Acme -> s3://run/{Prefix}").Says("dry run, 1 add");
        Assert.IsEmpty(await ObjectsAsync(), "A plan writes nothing.");

        var pushed = Dotnet("build", "Acme", "-c", "Release", Push).Succeeds()
            .Says("Uploaded  Acme.1.0.0.nupkg").Says("published; it has no public address")
            .Says($"Acme -> s3://run/{Prefix}").Says("1 uploaded").DoesNotSay(CephGateway.Secret);
        Assert.AreEqual(1, pushed.Pushes);
        NothingOfTheEngineIsIn(LastBinaryLog);
        using (var receipt = JsonDocument.Parse(File.ReadAllBytes(Receipt)))
        {
            Assert.AreEqual("Acme", receipt.RootElement.GetProperty("project").GetString());
            Assert.AreEqual("Done", receipt.RootElement.GetProperty("state").GetString());
            StringAssert.StartsWith(receipt.RootElement.GetProperty("destination").GetString(), $"s3://run/{Prefix}?endpoint=http");
        }

        Bintray("get", $"{Repo}/Acme.1.0.0.nupkg", "--url", CephGateway.Address(Prefix), "--output", "got.nupkg").Succeeds();
        CollectionAssert.AreEqual(File.ReadAllBytes(Package), File.ReadAllBytes(At("got.nupkg")));
        Dotnet("build", "Acme", "-c", "Release", "-t:VerifyBintrayPush").Succeeds().Says("Intact    Acme.1.0.0.nupkg").Says("verified 1 file");

        var before = await ObjectsAsync();
        var again = Dotnet("build", "Acme", "-c", "Release", Push, "-getTargetResult:PushToBintray").Succeeds();
        var item = JsonDocument.Parse(again.Output).RootElement.GetProperty("TargetResults").GetProperty("PushToBintray")
            .GetProperty("Items")[0];
        Assert.AreEqual("Unchanged", item.GetProperty("Outcome").GetString());
        Assert.AreEqual(Repo, item.GetProperty("BintrayRepo").GetString());
        Assert.AreEqual("Acme.1.0.0.nupkg", item.GetProperty("BintrayPath").GetString());
        Assert.AreEqual(64, item.GetProperty("Sha256").GetString()!.Length);
        Assert.AreEqual(Package, item.GetProperty("FullPath").GetString());
        Dotnet("pack", "Acme", "-c", "Release", "-p:BintrayPushOnPack=true").Succeeds().Says("1 unchanged");
        CollectionAssert.AreEqual(before.ToArray(), (await ObjectsAsync()).ToArray(), "Nothing is written, and nothing written anew.");

        Write("Acme/Class.cs", "namespace Acme; public static class Other;");
        Dotnet("build", "Acme", "-c", "Release", Push).FailsWith("BTP3001").Says("Acme.1.0.0.nupkg is already published");
        Bintray("get", $"{Repo}/Acme.1.0.0.nupkg", "--url", CephGateway.Address(Prefix), "--output", "kept.nupkg").Succeeds();
        CollectionAssert.AreEqual(File.ReadAllBytes(At("got.nupkg")), File.ReadAllBytes(At("kept.nupkg")));
    }

    [TestMethod]
    public void What_is_wrong_with_a_bucket_is_an_error_of_the_build_with_the_engines_words_and_without_a_secret()
    {
        Library("Acme", In(CephGateway.Address(Prefix)));
        string[] push = ["build", "Acme", "-c", "Release", Push];
        Environment["AWS_ACCESS_KEY_ID"] = CephGateway.Key;
        Environment["AWS_SECRET_ACCESS_KEY"] = "correct-horse";
        Dotnet(push).FailsWith("BTP4077").Says("SignatureDoesNotMatch").Says("Acme.csproj").DoesNotSay("correct-horse");
        Assert.DoesNotContain("correct-horse", Encoding.UTF8.GetString(BinaryLog.Bytes(LastBinaryLog)));
        Dotnet("build", "Acme", "-c", "Release", "-t:PlanBintrayPush").FailsWith("BTP4077");

        GiveCredentials();
        Dotnet([.. push, $"-p:BintrayUrl={CephGateway.Address(Prefix).Replace("s3://run", "s3://nobodys", StringComparison.Ordinal)}"])
            .FailsWith("BTP4078").Says("BintrayUrl");
        Dotnet([.. push, "-p:BintrayUrl=s3://joe:hunter2@run/x"]).FailsWith("BTP4090");
        Dotnet([.. push, "-p:BintrayUrl=s3://run/x?secret=hunter2"]).FailsWith("BTP4090").DoesNotSay("error BTP1000");
        Dotnet([.. push, "-p:BintrayStaticFeed=true"]).FailsWith("BTP1135");
        Dotnet([.. push, "-p:BintrayRepo="]).Fails();
        Assert.IsFalse(Directory.Exists(At("home", "repository")), "Nothing goes anywhere else.");
    }

    [TestMethod]
    public void A_leg_is_staged_in_a_bucket_and_a_push_in_the_background_goes_there_too()
    {
        Library("Acme", In(CephGateway.Address(Prefix)));
        GiveCredentials();

        Dotnet("build", "Acme", "-c", "Release", Push, "-p:BintrayRelease=17", "-p:BintrayLeg=win").Succeeds()
            .Says("not public yet").Says("Leg win of release 17 is staged");
        Bintray("get", $"{Repo}/Acme.1.0.0.nupkg", "--url", CephGateway.Address(Prefix)).Fails();
        Bintray("release", "seal", "17", "--legs", "win", "--repo", "acme", "--url", CephGateway.Address(Prefix)).Succeeds();
        Bintray("get", $"{Repo}/Acme.1.0.0.nupkg", "--url", CephGateway.Address(Prefix)).Succeeds();

        Dotnet(
            "build", "Acme", "-c", "Release", Push, "-p:Version=1.1.0", "-p:BintrayBackground=true", "-p:BintrayGenerateDescriptor=true")
            .Succeeds()
            .Says("pushed in the background by the job ");
        Bintray("jobs", "wait").Succeeds().Says("1 uploaded");
        Bintray("get", $"{Repo}/Acme.1.1.0.nupkg", "--url", CephGateway.Address(Prefix)).Succeeds();
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_cancelled_build_ends_the_program_which_says_what_has_arrived_and_the_next_push_sends_the_rest()
    {
        using var line = HeldLine.Before(CephGateway.Endpoint, LargeFile + SmallFile / 2);
        LargeLibrary(CephGateway.Address(Prefix, line.Url));
        GiveCredentials();

        using var build = Started();
        await line.Reached.WaitAsync(Patience, Cancellation);
        var program = ProgramOf(build.Id);
        Signal(build.Id);
        await build.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);

        Assert.AreNotEqual(0, build.ExitCode);
        Assert.IsFalse(Directory.Exists($"/proc/{program}"), "The program has ended with the build.");
        using (var receipt = JsonDocument.Parse(File.ReadAllBytes(Receipt)))
        {
            Assert.AreEqual("Cancelled", receipt.RootElement.GetProperty("state").GetString());
            var files = receipt.RootElement.GetProperty("files").EnumerateArray()
                .ToDictionary(file => Path.GetFileName(file.GetProperty("source").GetString()!), file => file.GetProperty("outcome").GetString());
            Assert.AreEqual("Uploaded", files["a.bin"]);
            Assert.AreEqual("Failed", files["b.bin"]);
        }

        Dotnet("build", "Acme", "-c", "Release", Push, $"-p:BintrayUrl={CephGateway.Address(Prefix)}").Succeeds()
            .Says("1 uploaded, 1 unchanged");
    }

    [TestMethod]
    [OSCondition(OperatingSystems.Linux)]
    public async Task A_program_that_is_killed_is_an_error_of_the_build_and_a_build_that_is_killed_takes_the_program_along()
    {
        using (var line = HeldLine.Before(CephGateway.Endpoint, most: 0))
        {
            LargeLibrary(CephGateway.Address(Prefix, line.Url));
            GiveCredentials();
            using var build = Started();
            var said = build.StandardOutput.ReadToEndAsync(Cancellation);
            await line.Reached.WaitAsync(Patience, Cancellation);
            using (var program = Process.GetProcessById(ProgramOf(build.Id)))
            {
                program.Kill();
            }

            await build.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
            StringAssert.Contains(await said, "error BTP4087");
            StringAssert.Contains(await said, "it ended with 137");
        }

        using (var line = HeldLine.Before(CephGateway.Endpoint, most: 0))
        {
            LargeLibrary(CephGateway.Address(Prefix, line.Url));
            using var build = Started();
            await line.Reached.WaitAsync(Patience, Cancellation);
            using var program = Process.GetProcessById(ProgramOf(build.Id));
            build.Kill(entireProcessTree: false);
            foreach (var node in ChildrenOf(build.Id).Where(child => child != program.Id))
            {
                Process.GetProcessById(node).Kill();
            }

            await program.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        }
    }

    private static string In(string address) => $"<BintrayUrl>{address}</BintrayUrl><BintrayRepo>{Repo}</BintrayRepo>";

    private string Package => At("Acme", "bin", "Release", "Acme.1.0.0.nupkg");

    private string Receipt => At("Acme", "obj", "Release", "net10.0", "bintray", "receipt.json");

    private void GiveCredentials()
    {
        Environment["AWS_ACCESS_KEY_ID"] = CephGateway.Key;
        Environment["AWS_SECRET_ACCESS_KEY"] = CephGateway.Secret;
    }

    private Task<IReadOnlyDictionary<string, DateTime?>> ObjectsAsync() => CephGateway.ObjectsAsync(Prefix, Cancellation);

    private static void NothingOfTheEngineIsIn(string log)
    {
        // It names each assembly that a task brings into the process.
        var kept = Encoding.UTF8.GetString(BinaryLog.Bytes(log));
        Assert.Contains("BintrayPush.Places.dll", kept);
        Assert.DoesNotContain("AWSSDK", kept);
        Assert.DoesNotContain("BintrayPush.Storage.S3", kept);
        Assert.DoesNotContain(CephGateway.Secret, kept);
        var shipped = Directory.GetFiles(Machine.Unpacked, "AWSSDK*.dll", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Machine.Unpacked, Path.GetDirectoryName(file)!).Replace('\\', '/')).Distinct();
        CollectionAssert.AreEqual(new[] { "tools/bintray" }, shipped.ToArray());
    }

    /// <summary>Two files, one at a time: the larger one is sent first.</summary>
    private void LargeLibrary(string address)
    {
        Directory.CreateDirectory(At("Acme"));
        foreach (var (name, size) in new[] { ("a.bin", LargeFile), ("b.bin", SmallFile) })
        {
            File.WriteAllBytes(At("Acme", name), RandomNumberGenerator.GetBytes(size));
        }

        Library(
            "Acme",
            In(address) + "<BintrayMaxParallelUploads>1</BintrayMaxParallelUploads><BintrayIncludePackOutput>false</BintrayIncludePackOutput>",
            """<BintrayArtifact Include="a.bin;b.bin" BintrayPath="$(Version)/%(Filename)%(Extension)" />""");
    }

    private Process Started()
    {
        Dotnet("restore", "Acme").Succeeds();
        // What a shell starts beside itself ignores the signal, and so does all that is started by that.
        return Process.Start(Command.Start(
            Folder, Environment, "env", "--default-signal=INT", ServerProgram.Dotnet, "build", "Acme", "-c", "Release", "--no-restore", Push, "-nodereuse:false", "-m:1"))!;
    }

    /// <summary>The program that a build waits for.</summary>
    private static int ProgramOf(int build) => ChildrenOf(build).Single(child =>
        File.ReadAllText($"/proc/{child}/cmdline").Contains("bintray.dll\0jobs\0attend", StringComparison.Ordinal));

    private static List<int> ChildrenOf(int process)
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => name!.All(char.IsAsciiDigit))
            .Select(name => (Id: int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture), Parent: ParentOf(name!))).ToList();
        var found = new List<int> { process };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(parents.Where(child => child.Parent == found[i]).Select(child => child.Id));
        }

        return found[1..];
    }

    private static int ParentOf(string process)
    {
        try
        {
            // The name of the program stands in brackets; behind it are state and parent.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(") ")[^1].Split(' ');
            return int.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>As Ctrl+C, to the build alone.</summary>
    private void Signal(int process) =>
        Command.Run(NextLog(), Folder, Environment, "/bin/sh", "-c", $"kill -INT {process}").Succeeds();

    /// <summary>The program that the package brings along.</summary>
    private Command Bintray(params string[] arguments) => Command.Dotnet(
        NextLog(), Folder, Environment, ["exec", Path.Combine(Machine.Unpacked, "tools", "bintray", "bintray.dll"), .. arguments]);
}
