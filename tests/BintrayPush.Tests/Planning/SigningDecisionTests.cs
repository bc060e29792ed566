using BintrayPush.Messages;
using BintrayPush.Planning;

namespace BintrayPush.Tests.Planning;

/// <summary>The table of section 6 of the semantics reference, row by row; G8 as the seed document says.</summary>
[TestClass]
public sealed class SigningDecisionTests
{
    [TestMethod]
    [DataRow(false, null, false, false, false, null, DisplayName = "Row G1")]
    [DataRow(false, null, null, false, false, null, DisplayName = "Row G1, no flag")]
    [DataRow(false, null, true, true, false, null, DisplayName = "Row G2")]
    [DataRow(false, true, false, true, false, null, DisplayName = "Row G3")]
    [DataRow(false, true, true, true, false, null, DisplayName = "Row G3, flag set")]
    [DataRow(false, true, null, true, false, null, DisplayName = "Row G3, no flag")]
    [DataRow(false, false, false, false, false, "BTP2029", DisplayName = "Row G4")]
    [DataRow(false, false, true, false, false, "BTP2029", DisplayName = "Row G4, flag set")]
    [DataRow(true, true, false, true, true, null, DisplayName = "Row G5")]
    [DataRow(true, true, true, true, true, null, DisplayName = "Row G5, flag set")]
    [DataRow(true, false, true, false, false, "BTP2028", DisplayName = "Row G6")]
    [DataRow(true, false, null, false, false, "BTP2028", DisplayName = "Row G6, no flag")]
    [DataRow(true, null, true, true, true, null, DisplayName = "Row G7")]
    [DataRow(true, null, false, true, true, "BTP2027", DisplayName = "Row G8")]
    [DataRow(true, null, null, true, true, "BTP2027", DisplayName = "Row G8, no flag")]
    public void Whether_and_how_a_version_is_signed(
        bool passphrase, bool? parameter, bool? descriptor, bool sign, bool withPassphrase, string? notice)
    {
        var decision = SigningDecision.Make(passphrase, parameter, descriptor);

        Assert.AreEqual((sign, withPassphrase, notice), (decision.Sign, decision.WithPassphrase, decision.Notice?.Code));
    }

    [TestMethod]
    public void Only_a_passphrase_that_is_not_used_is_a_warning()
    {
        Assert.AreEqual(Severity.Message, SigningDecision.Make(false, false, true).Notice!.Severity);
        Assert.AreEqual(Severity.Warning, SigningDecision.Make(true, false, true).Notice!.Severity);
        Assert.AreEqual(Severity.Message, SigningDecision.Make(true, null, false).Notice!.Severity);
    }

    [TestMethod]
    public void Row_G8_says_that_the_flag_was_overruled_only_if_there_is_one()
    {
        StringAssert.Contains(SigningDecision.Make(true, null, false).Notice!.Text, "overruled");
        Assert.DoesNotContain("overruled", SigningDecision.Make(true, null, null).Notice!.Text);
    }
}
